using System.Runtime.CompilerServices;
using Portable;
using static TorchSharp.torch;

namespace Optimas.LibTorch.Tests.Memory;

public class HandleTests
{
    [TorchFact]
    public void Live_handles_stay_the_same_over_500_training_steps()
    {
        Garbage.Collect();
        long before = Tensor.TotalCount;
        using (NewDisposeScope())
        {
            using var model = new Model(2, 8);
            using var optimizer = optim.AdamW(model.parameters(), lr: 0.01);
            var x = randn([16, 2]);
            var y = x.sum(1).unsqueeze(-1);
            Training.Step(model, optimizer, x, y);
            long first = Tensor.TotalCount;
            for (int i = 0; i < 500; i++)
                Training.Step(model, optimizer, x, y);
            Tensor.TotalCount.ShouldBe(first);
        }

        Tensor.TotalCount.ShouldBe(before);
        Tensor.PeakCount.ShouldBeGreaterThan(before);
    }

    [TorchFact]
    public void Forgotten_tensors_are_collected()
    {
        Garbage.Collect();
        long before = Tensor.TotalCount;
        Forget();
        Tensor.TotalCount.ShouldBeGreaterThanOrEqualTo(before + 100);
        Garbage.Collect();
        Tensor.TotalCount.ShouldBe(before);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Forget()
        {
            for (int i = 0; i < 100; i++)
                _ = ones([1]) + 1;
        }
    }

    [TorchFact]
    public void Tensors_of_a_thread_that_ended_within_a_scope_are_collected()
    {
        Garbage.Collect();
        long before = Tensor.TotalCount;
        var thread = new Thread(() =>
        {
            _ = NewDisposeScope();
            for (int i = 0; i < 100; i++)
                _ = ones([1]);
        });
        thread.Start();
        thread.Join();
        thread = null;
        Garbage.Collect();
        Tensor.TotalCount.ShouldBe(before);
    }

    [TorchFact]
    public void Forgotten_memory_presses_the_collector()
    {
        // 6 GiB in all, of which the collector, that sees only small objects, must free most in time.
        Garbage.Collect();
        int collections = GC.CollectionCount(0);
        long most = 0, before = Tensor.TotalCount;
        for (int i = 0; i < 400; i++)
        {
            _ = ones([4L << 20]);
            most = Math.Max(most, Tensor.TotalCount - before);
        }

        GC.CollectionCount(0).ShouldBeGreaterThan(collections);
        most.ShouldBeLessThan(250);
        Garbage.Collect();
    }

    [TorchFact]
    public void Many_threads_with_scopes_of_their_own_work_at_once()
    {
        Garbage.Collect();
        long before = Tensor.TotalCount;
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            using var scope = NewDisposeScope();
            var x = full([8, 8], i, requires_grad: true);
            var weight = ones([8]);
            for (int step = 0; step < 50; step++)
            {
                using var inner = NewDisposeScope();
                using (step % 2 == 0 ? no_grad() : enable_grad())
                    (x * 2).requires_grad.ShouldBe(step % 2 == 1);
                autograd.grad([(x * x).sum()], [x])[0].sum().item<float>().ShouldBe(2 * 64 * i);
                var queries = x.view(8, 2, 4);
                FusedOperations.Attention(queries, queries, queries, [0, 8, 0, 8], null, 1).sum().item<float>().ShouldBe(64 * i, 1e-2);
                autograd.grad([FusedOperations.RmsNorm(x, weight, 1e-5).sum()], [x])[0].isfinite().all().item<bool>().ShouldBeTrue();
                Should.Throw<TorchException>(() => x.view(i + 9)).Message.ShouldContain($"[{i + 9}]");
            }

            scope.DisposablesCount.ShouldBe(2);
        });
        Tensor.TotalCount.ShouldBe(before);
    }

    [TorchFact]
    public void A_tensor_in_use_by_a_native_call_is_not_collected()
    {
        bool isDone = false;
        var collector = new Thread(() =>
        {
            while (!Volatile.Read(ref isDone))
            {
                GC.Collect(0, GCCollectionMode.Forced, blocking: true);
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            // Nothing but the calls holds the tensors. A handle freed too early shows as wrong sums, or as a crash.
            Parallel.For(0, 4, _ =>
            {
                for (int i = 0; i < 400; i++)
                {
                    full([500], 1).add(full([500], 2)).mul(full([500], 3)).sum().item<float>().ShouldBe(4500);
                    cat([full([500], 1), full([500], 2)]).sum().item<float>().ShouldBe(1500);
                    rand([100], generator: new Generator((ulong)i)).uniform_(1, 1.0001, new Generator(1)).sum().item<float>().ShouldBe(100, 0.1);
                    addmm(ones([2, 2]), full([2, 50], 1), full([50, 2], 1), 1, 1).sum().item<float>().ShouldBe(204);
                    var x = full([20, 2, 4], 1);
                    FusedOperations.Attention(full([20, 2, 4], 1), x, full([20, 2, 4], 3), [0, 20, 0, 20], null, 1).mean().item<float>().ShouldBe(3, 1e-5);
                    full([500], 1).data<float>().ToArray().Sum().ShouldBe(500);
                    full([3], 1).addcmul_(full([3], 2), full([3], 3), 1).sum().item<float>().ShouldBe(21);
                }
            });
        }
        finally
        {
            Volatile.Write(ref isDone, true);
            collector.Join();
        }
    }
}
