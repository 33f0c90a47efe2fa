using System.Globalization;
using static TorchSharp.torch;

namespace Optimas.LibTorch.Tests.Loading;

public class SettingsTests
{
    [TorchFact]
    public void Libtorch_uses_as_many_threads_as_there_are_processors()
    {
        get_num_threads().ShouldBe(Environment.ProcessorCount);
        int elsewhere = 0;
        var thread = new Thread(() => elsewhere = get_num_threads());
        thread.Start();
        thread.Join();
        elsewhere.ShouldBe(Environment.ProcessorCount);
        Should.Throw<TorchException>(() => set_num_threads(0));
    }

    [TorchFact]
    public void The_environment_may_name_another_number_of_threads()
    {
        Program.Start("use", ("OMP_NUM_THREADS", "3")).ShouldBe((0, "1 on 3 threads\n"));
        // Whoever implements OpenMP complains of it on its own.
        Program.Start("use", ("OMP_NUM_THREADS", "many")).Output.ShouldStartWith($"1 on {Environment.ProcessorCount} threads\n");
    }

    [TorchFact]
    public void A_thread_may_use_another_number_of_threads_without_changing_that_of_others()
    {
        int here = 0, again = 0;
        CallingThread.CanUseThreads.ShouldBeTrue();
        var thread = new Thread(() =>
        {
            CallingThread.UseThreads(Environment.ProcessorCount + 1);
            here = get_num_threads();
            CallingThread.UseThreads(1);
            again = get_num_threads();
        });
        thread.Start();
        thread.Join();
        here.ShouldBe(Environment.ProcessorCount + 1);
        again.ShouldBe(1);
        get_num_threads().ShouldBe(Environment.ProcessorCount);
        Should.Throw<ArgumentOutOfRangeException>(() => CallingThread.UseThreads(0));
    }

    [TorchFact]
    public void Memory_of_large_tensors_is_used_again()
    {
        // Fresh pages would be a fault for each 4 KiB: 4096 in each of these. (Beyond 64 MiB, glibc has them for the first thread only.)
        long Faults() => long.Parse(File.ReadAllText("/proc/self/stat").Split(") ")[1].Split(' ')[7], CultureInfo.InvariantCulture);
        for (int i = 0; i < 3; i++)
            zeros([4L << 20]).Dispose();
        // What else the process does faults too: the quietest of some rounds counts.
        Enumerable.Range(0, 5).Min(_ => FaultsOfTwentyTensors()).ShouldBeLessThan(20 * 4096 / 4);

        long FaultsOfTwentyTensors()
        {
            long before = Faults();
            for (int i = 0; i < 20; i++)
                zeros([4L << 20]).Dispose();
            return Faults() - before;
        }
    }
}
