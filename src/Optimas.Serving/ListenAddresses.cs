using System.Net;
using System.Net.Sockets;

namespace Optimas.Serving;

/// <summary>The addresses that a server listens at.</summary>
internal static class ListenAddresses
{
    /// <summary>Finds the addresses of a host, and refuses to open a server without a key to other machines.</summary>
    /// <exception cref="ArgumentException">The host has no address, or it is not loopback and there is no key.</exception>
    public static async Task<IReadOnlyList<IPAddress>> FindAsync(ModelServerOptions options, CancellationToken cancellationToken)
    {
        var addresses = await ResolveAsync(options.Host, cancellationToken).ConfigureAwait(false);
        if (options.ApiKey is null && addresses.FirstOrDefault(a => !IPAddress.IsLoopback(a)) is { } open)
        {
            throw new ArgumentException(
                $"{options.Host} ({open}) can be reached from other machines, so the server needs an API key: without one, everybody there could use the model. " +
                "Give a key, or listen at 127.0.0.1.");
        }

        return addresses;
    }

    /// <summary>Whether a request's Host header names this machine by a loopback name or address.</summary>
    public static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address))
            return [address];
        // Whatever a hosts file says: the name must not open the server to others.
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return [IPAddress.Loopback];
        try
        {
            return await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false) is { Length: > 0 } found
                ? found
                : throw new ArgumentException($"The host {host} has no address. Give one of this machine, such as 127.0.0.1.");
        }
        catch (SocketException e)
        {
            throw new ArgumentException($"The host {host} can't be found: {e.Message}. Give an address of this machine, such as 127.0.0.1.", e);
        }
    }
}
