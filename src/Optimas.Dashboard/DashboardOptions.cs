using System.Text;
using Optimas.Kestrel;

namespace Optimas.Dashboard;

/// <summary>Which store a dashboard shows, where it listens, and whom it lets in.</summary>
/// <param name="File">The run store, as <c>out/runs.db</c>. It may come later.</param>
public sealed record DashboardOptions(string File)
{
    // Somebody on the network may try as many as the server answers.
    private const int LeastToken = 16;

    /// <summary>The address to listen at, or a name that stands for some; loopback by default. Any other address needs a <see cref="Token"/>.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The port, from 0 to 65535; 0 takes a free one.</summary>
    public int Port { get; init; } = 8090;

    /// <summary>
    /// What readers must know: programs send it as a bearer token, people type it once into a form. At least 16 visible ASCII characters; null,
    /// the default, lets everybody on this machine in.
    /// </summary>
    public string? Token { get; init; }

    /// <exception cref="ArgumentException">An option is out of its range; the message says which, and what to give.</exception>
    internal DashboardOptions Checked()
    {
        if (string.IsNullOrWhiteSpace(File))
            throw new ArgumentException("The run store's name is empty. Give a file, such as out/runs.db.");
        if (string.IsNullOrWhiteSpace(Host))
            throw new ArgumentException("The address to listen at is empty. Give one, such as 127.0.0.1.");
        if (Port is < 0 or > 65535)
            throw new ArgumentException($"The port is {Port}. Give one from 1 to 65535, or 0 for any free one.");
        if (Token is not null && !Secret.FitsHeader(Token))
        {
            throw new ArgumentException(
                "The token is empty or holds a character that no header may carry, often the line break of the file it was read from. Trim it.");
        }

        return Token?.Length < LeastToken
            ? throw new ArgumentException($"The token has {Token.Length} characters. Give at least {LeastToken}, such as openssl rand -hex 16 makes.")
            : this;
    }

    // The compiler's version would print the token wherever the options are logged.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append($"File = {File}, Host = {Host}, Port = {Port}, Token = {(Token is null ? "none" : "***")}");
        return true;
    }
}
