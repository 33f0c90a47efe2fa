using System.Net;
using Microsoft.AspNetCore.Http;
using Optimas.Dashboard.Exchange;
using Optimas.Kestrel;

namespace Optimas.Dashboard.Access;

/// <summary>
/// Answers only to names that this server has. A web page elsewhere could otherwise give its own name this machine's address, and would then be of
/// one origin with the dashboard.
/// </summary>
/// <param name="listened">The address that the server listens at.</param>
internal sealed class HostCheck(string listened)
{
    private readonly string _machine = Dns.GetHostName();

    // Listening at every address of the machine: any of them may be asked for. A page can't take a literal address for its name.
    private readonly bool _everywhere = IPAddress.TryParse(listened.Trim('[', ']'), out var address)
        && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));

    /// <exception cref="RequestException">The request is for another name.</exception>
    public void Demand(HttpRequest request)
    {
        string host = request.Host.Host;
        if (ListenAddresses.IsLoopbackName(host) || IsOwn(host))
            return;
        throw new RequestException(
            StatusCodes.Status403Forbidden, "host_not_allowed", null,
            "This dashboard answers only to localhost, loopback addresses and the address that it listens at.");
    }

    private bool IsOwn(string host) =>
        host.Trim('[', ']').Equals(listened.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)
        || (_everywhere && (IPAddress.TryParse(host.Trim('[', ']'), out _) || host.Equals(_machine, StringComparison.OrdinalIgnoreCase)));
}
