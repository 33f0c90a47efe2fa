using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Optimas.Kestrel;

/// <summary>Kestrel and nothing else: no settings file or variable of the surroundings can open another address or change a limit.</summary>
internal static class BareKestrel
{
    /// <summary>An application that listens at some addresses once it is started.</summary>
    /// <param name="addresses">The addresses.</param>
    /// <param name="port">The port; 0 for a free one.</param>
    /// <param name="maxBodyBytes">The longest request body.</param>
    /// <param name="loggers">Where what is critical is logged.</param>
    public static WebApplication Create(IReadOnlyList<IPAddress> addresses, int port, long maxBodyBytes, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton(new LoggerFactoryOfKestrel(loggers) as ILoggerFactory);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = maxBodyBytes;
            foreach (var address in addresses)
                kestrel.Listen(address, port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        return builder.Build();
    }

    /// <summary>Signals are the program's own affair, not a server's.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
