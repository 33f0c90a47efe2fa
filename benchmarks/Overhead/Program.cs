using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Overhead;

if (args is ["ratio"])
{
    await PairedRatio.PrintAsync();
    return;
}

// In this process: the default toolchain generates a project that knows nothing of central package versions.
var inProcess = Job.Default.WithToolchain(InProcessEmitToolchain.Instance);
var config = ManualConfig.Create(DefaultConfig.Instance)
    .WithOptions(ConfigOptions.DisableLogFile)
    .AddJob(inProcess.WithWarmupCount(6).WithIterationCount(15).AsDefault());
var arguments = args.Length > 0 ? args : ["--filter", "*"];
BenchmarkSwitcher.FromTypes([typeof(RunBenchmarks), typeof(TraceBenchmarks), typeof(ConcurrencyBenchmarks)]).Run(arguments, config);
