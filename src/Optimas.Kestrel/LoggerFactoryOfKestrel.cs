using Microsoft.Extensions.Logging;

namespace Optimas.Kestrel;

/// <summary>
/// Lets only what is critical of the web server itself through. A stream that had to break off is an error to it, and this server has told of
/// it already.
/// </summary>
internal sealed class LoggerFactoryOfKestrel(ILoggerFactory loggers) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new Critical(loggers.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

    /// <summary>Nothing: the factory is the caller's.</summary>
    public void Dispose()
    {
    }

    private sealed class Critical(ILogger logger) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Critical && logger.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                logger.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
