using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Optimas.Tests.Configuration;

namespace Optimas.Tests.Generated;

/// <summary>The generated registration of a configuration file, and what runs see of a file that changes.</summary>
public sealed class FollowedConfigurationTests : IDisposable
{
    private static readonly Staged.Configuration s_quiet = Staged.Configuration.Default;
    private static readonly Staged.Configuration s_loud = new() { First = new() { Mark = "B" }, Second = new() { Mark = "B" }, Third = new() { Mark = "B" } };

    private readonly ScratchFolder _folder = new();

    private string File => _folder.At("configuration.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_thousand_runs_each_have_one_configuration_while_the_file_is_swapped()
    {
        const int Rounds = 10, RunsPerRound = 100;
        await s_quiet.SaveAsync(File);
        var gate = new Gate();
        await using var provider = new ServiceCollection().AddSingleton(gate).AddStaged().AddStagedConfiguration(File).BuildServiceProvider();
        var monitor = provider.GetRequiredService<IOptionsMonitor<Staged.Configuration>>();
        var seen = new List<string>();

        for (int round = 0; round < Rounds; round++)
        {
            gate.Close();
            var traces = new List<Task<Staged.Trace>>();
            var outputs = new List<Task<string>>();
            for (int i = 0; i < RunsPerRound; i++)
            {
                // What a service does for each request.
                var system = provider.GetRequiredService<Staged>();
                traces.Add(system.TraceAsync(i, monitor.CurrentValue));
                outputs.Add(system.RunAsync(i, monitor.CurrentValue));
            }

            // Every run stands between its first and its second component while the file changes under it.
            var next = round % 2 == 0 ? s_loud : s_quiet;
            await next.SaveAsync(File);
            await ConfigurationFileTests.UntilAsync(() => monitor.CurrentValue == next);
            gate.Open();

            string expected = round % 2 == 0 ? "aaa" : "BBB";
            foreach (var trace in await Task.WhenAll(traces))
            {
                string marks = string.Concat(trace.Slots.Select(s => s!.Configuration!.GetValue(0)));
                seen.Add(marks);
                marks.ShouldBe(expected);
                trace.Output.ShouldBe(expected);
            }

            (await Task.WhenAll(outputs)).ShouldAllBe(o => o == expected);
        }

        seen.Count.ShouldBe(Rounds * RunsPerRound);
        seen.Distinct().Order(StringComparer.Ordinal).ShouldBe(["BBB", "aaa"]);
    }

    [Fact]
    public async Task Options_snapshots_and_monitors_differ_in_how_long_they_keep_a_configuration()
    {
        await s_quiet.SaveAsync(File);
        // In either order.
        await using var provider = new ServiceCollection().AddStagedConfiguration(File).AddStaged().AddOptions().BuildServiceProvider(validateScopes: true);
        var monitor = provider.GetRequiredService<IOptionsMonitor<Staged.Configuration>>();
        var options = provider.GetRequiredService<IOptions<Staged.Configuration>>();
        using var scope = provider.CreateScope();
        var snapshot = scope.ServiceProvider.GetRequiredService<IOptionsSnapshot<Staged.Configuration>>();
        options.Value.ShouldBe(s_quiet);
        snapshot.Value.ShouldBe(s_quiet);
        var told = new TaskCompletionSource<Staged.Configuration>();
        using var listening = monitor.OnChange(told.SetResult);

        await s_loud.SaveAsync(File);

        (await told.Task.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBe(s_loud);
        monitor.CurrentValue.ShouldBe(s_loud);
        monitor.Get("any").ShouldBe(s_loud);
        options.Value.ShouldBe(s_quiet);
        snapshot.Value.ShouldBe(s_quiet);
        snapshot.Get("any").ShouldBe(s_quiet);
        using var later = provider.CreateScope();
        later.ServiceProvider.GetRequiredService<IOptionsSnapshot<Staged.Configuration>>().Value.ShouldBe(s_loud);
        provider.GetRequiredService<ConfigurationFile<Staged.Configuration>>().Error.ShouldBeNull();
    }

    [Fact]
    public async Task A_file_that_becomes_unusable_is_logged()
    {
        await s_quiet.SaveAsync(File);
        var log = new Log();
        await using var provider = new ServiceCollection().AddLogging(l => l.AddProvider(log)).AddStagedConfiguration(File).BuildServiceProvider();
        var monitor = provider.GetRequiredService<IOptionsMonitor<Staged.Configuration>>();

        await System.IO.File.WriteAllTextAsync(File, "{");
        await ConfigurationFileTests.UntilAsync(() => log.Lines.Any(l => l.StartsWith("Optimas.Staged Error The configuration stays as it was: ", StringComparison.Ordinal)));
        monitor.CurrentValue.ShouldBe(s_quiet);
        await s_loud.SaveAsync(File);
        await ConfigurationFileTests.UntilAsync(() => log.Lines.Any(l => l.StartsWith("Optimas.Staged Information The configuration of ", StringComparison.Ordinal)));
        monitor.CurrentValue.ShouldBe(s_loud);
    }

    [Fact]
    public async Task A_missing_file_is_an_error_where_it_is_first_asked_for()
    {
        await using var provider = new ServiceCollection().AddStagedConfiguration(File).BuildServiceProvider();
        Should.Throw<ConfigurationException>(() => provider.GetRequiredService<IOptionsMonitor<Staged.Configuration>>()).Message.ShouldContain(File);
        Should.Throw<ArgumentException>(() => new ServiceCollection().AddStagedConfiguration(""));
    }

    private sealed class Log : ILoggerProvider
    {
        private readonly List<string> _lines = [];

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (_lines)
                    return [.. _lines];
            }
        }

        public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

        public void Dispose()
        {
        }

        private sealed class Category(Log log, string name) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                lock (log._lines)
                    log._lines.Add($"{name} {logLevel} {formatter(state, exception)}");
            }
        }
    }
}

/// <summary>What runs wait at.</summary>
public sealed class Gate
{
    private TaskCompletionSource _opened = new();

    public void Close() => _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open() => _opened.SetResult();

    public Task WaitAsync(CancellationToken cancellationToken) => _opened.Task.WaitAsync(cancellationToken);
}

/// <summary>Three components that each say their own configuration; the second one waits.</summary>
[CompoundSystem<int, string>(Output = nameof(Third))]
public sealed partial class Staged(Gate gate)
{
    [Component]
    private string First(int input, [Hyperparameter("a", "B")] string mark = "a") => input < 0 ? "" : mark;

    [Component]
    private async Task<string> Second(string first, [Hyperparameter("a", "B")] string mark = "a", CancellationToken ct = default)
    {
        await gate.WaitAsync(ct);
        return first + mark;
    }

    [Component]
    private string Third(string second, [Hyperparameter("a", "B")] string mark = "a") => second + mark;
}
