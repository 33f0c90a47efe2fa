using System.Net;
using System.Net.Sockets;

namespace Optimas.Kestrel;

/// <summary>The addresses that a server listens at.</summary>
internal static class ListenAddresses
{
    /// <summary>The addresses that a host stands for.</summary>
    /// <exception cref="ArgumentException">It has none.</exception>
    public static async Task<IReadOnlyList<IPAddress>> FindAsync(string host, CancellationToken cancellationToken)
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

    /// <summary>The first of the addresses that other machines can reach; null if there is none.</summary>
    public static IPAddress? OpenOne(IEnumerable<IPAddress> addresses) => addresses.FirstOrDefault(a => !IPAddress.IsLoopback(a));

    /// <summary>Whether a request's Host header names this machine by a loopback name or address.</summary>
    public static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
