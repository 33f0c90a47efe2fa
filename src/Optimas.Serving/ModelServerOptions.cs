using System.Text;
using Optimas.Kestrel;

namespace Optimas.Serving;

/// <summary>Where a server listens, whom it answers, and how much it takes on.</summary>
public sealed record ModelServerOptions
{
    /// <summary>Loopback, port 8080, without a key: 32 requests at once and 1,024 more waiting.</summary>
    public static ModelServerOptions Default { get; } = new();

    /// <summary>The address to listen at, or a name that stands for some. Any address other than loopback needs an <see cref="ApiKey"/>.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The port, from 0 to 65535; 0 takes a free one.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>What requests must carry as a bearer token; null, the default, lets every program on this machine in.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The longest request body in bytes; a longer one gets 413. 4 MiB by default.</summary>
    public long MaxBodyBytes { get; init; } = 4 << 20;

    /// <summary>How many requests are worked on at once; a request for n replies counts as n. 32 by default.</summary>
    public int Slots { get; init; } = 32;

    /// <summary>How many more requests may wait; beyond that they get 429. 1,024 by default.</summary>
    public int MaxQueue { get; init; } = 1024;

    /// <summary>How long a request may take, from its arrival to the end of its reply; five minutes by default, a day at most.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long running requests may still take once the server is told to stop; 30 seconds by default.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <exception cref="ArgumentException">An option is out of its range; the message says which, and what to give.</exception>
    internal ModelServerOptions Checked()
    {
        if (string.IsNullOrWhiteSpace(Host))
            throw new ArgumentException("Host is empty. Give an address, such as 127.0.0.1.");
        if (Port is < 0 or > 65535)
            throw new ArgumentException($"Port is {Port}. Give one from 1 to 65535, or 0 for any free one.");
        if (ApiKey is not null && !Secret.FitsHeader(ApiKey))
        {
            throw new ArgumentException(
                "ApiKey is empty or holds a character that no header may carry, often the line break of the file it was read from. " +
                "Trim it, or leave it null on loopback.");
        }

        if (MaxBodyBytes < 1)
            throw new ArgumentException($"MaxBodyBytes is {MaxBodyBytes}. Give a positive number of bytes, such as 4194304.");
        if (Slots < 1)
            throw new ArgumentException($"Slots is {Slots}. Give at least 1.");
        if (MaxQueue < 0)
            throw new ArgumentException($"MaxQueue is {MaxQueue}. Give 0 to let no request wait, or a positive number.");
        if (Timeout <= TimeSpan.Zero || Timeout > TimeSpan.FromDays(1))
            throw new ArgumentException($"Timeout is {Timeout}. Give a positive time of at most a day.");
        return ShutdownTimeout < TimeSpan.Zero || ShutdownTimeout > TimeSpan.FromDays(1)
            ? throw new ArgumentException($"ShutdownTimeout is {ShutdownTimeout}. Give a time from 0 to a day.")
            : this;
    }

    // The compiler's version would print the key wherever the options are logged.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append($"Host = {Host}, Port = {Port}, ApiKey = {(ApiKey is null ? "none" : "***")}, MaxBodyBytes = {MaxBodyBytes}, ");
        text.Append($"Slots = {Slots}, MaxQueue = {MaxQueue}, Timeout = {Timeout}, ShutdownTimeout = {ShutdownTimeout}");
        return true;
    }
}
