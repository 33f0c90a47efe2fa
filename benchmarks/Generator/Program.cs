using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

// In this process: the default toolchain generates a project that knows nothing of central package versions.
var config = ManualConfig.Create(DefaultConfig.Instance)
    .WithOptions(ConfigOptions.DisableLogFile)
    .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
        .WithStrategy(RunStrategy.Monitoring).WithWarmupCount(3).WithIterationCount(10).AsDefault());
BenchmarkSwitcher.FromTypes([typeof(GeneratorBenchmarks.GeneratorBenchmarks)]).Run(args.Length > 0 ? args : ["--filter", "*"], config);
