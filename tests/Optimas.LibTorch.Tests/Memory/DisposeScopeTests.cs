using static TorchSharp.torch;

namespace Optimas.LibTorch.Tests.Memory;

public class DisposeScopeTests
{
    [TorchFact]
    public void A_scope_disposes_what_was_made_within_it()
    {
        var before = ones([1]);
        Tensor within;
        using (NewDisposeScope())
        {
            within = before + 1;
            using (NewDisposeScope())
                _ = within + 1;
            within.IsInvalid.ShouldBeFalse();
        }

        within.IsInvalid.ShouldBeTrue();
        before.IsInvalid.ShouldBeFalse();
        before.Dispose();
    }

    [TorchFact]
    public void A_disposed_tensor_is_refused_everywhere()
    {
        var x = ones([2]);
        using var alive = ones([2]);
        x.Dispose();
        x.Dispose();
        x.ToString().ShouldNotBeEmpty();
        foreach (Action use in (Action[])[
            () => _ = x.shape,
            () => x.add(alive),
            () => alive.add(x),
            () => alive.add_(x),
            () => _ = alive * x,
            () => where(alive, alive, x),
            () => cat([alive, x]),
            () => x.backward(),
            () => _ = x.grad,
            () => alive.grad = x,
            () => x.item<float>(),
            () => x.data<float>(),
            () => _ = x.bytes.Length,
            () => FusedOperations.SwiGlu(alive, x),
            () => _ = new TorchSharp.Modules.Parameter(x)])
        {
            Should.Throw<ObjectDisposedException>(use);
        }
    }

    [TorchFact]
    public void A_tensor_read_after_its_scope_is_refused()
    {
        TorchSharp.Utils.TensorAccessor<float> data;
        using (NewDisposeScope())
            data = ones([2]).data<float>();
        Should.Throw<ObjectDisposedException>(data.ToArray).Message.ShouldContain("scope");
    }

    [TorchFact]
    public void An_exception_leaves_its_scopes_disposed()
    {
        Garbage.Collect();
        long before = Tensor.TotalCount;
        using var outer = NewDisposeScope();
        Should.Throw<TorchException>(() =>
        {
            using var scope = NewDisposeScope();
            var x = ones([2]);
            using var inner = NewDisposeScope();
            return (x + 1).view(3);
        });
        Tensor.TotalCount.ShouldBe(before);
        ones([1]).MoveToOuterDisposeScope();
        outer.DisposablesCount.ShouldBe(0, "The tensor was made in the outer scope and left it.");
    }

    [TorchFact]
    public void A_scope_may_be_disposed_twice_and_then_owns_nothing()
    {
        var scope = NewDisposeScope();
        var x = ones([1]);
        scope.Dispose();
        scope.Dispose();
        x.IsInvalid.ShouldBeTrue();
        Should.Throw<ObjectDisposedException>(() => scope.DisposablesCount);
        Should.Throw<ObjectDisposedException>(() => scope.MoveToOuter(x));
        var free = ones([1]);
        using (NewDisposeScope())
            free.IsInvalid.ShouldBeFalse();
        free.Dispose();
    }

    [TorchFact]
    public void Scopes_disposed_out_of_turn_leave_the_open_ones_in_use()
    {
        Garbage.Collect();
        long before = Tensor.TotalCount;
        var outer = NewDisposeScope();
        var middle = NewDisposeScope();
        var inner = NewDisposeScope();
        var x = ones([1]);
        middle.Dispose();
        var y = ones([1]);
        y.IsInvalid.ShouldBeFalse();
        inner.MoveToOuter(x);
        inner.Dispose();
        y.IsInvalid.ShouldBeTrue();
        x.IsInvalid.ShouldBeFalse("The scope around was gone, so it went to the next.");
        var z = ones([1]);
        outer.DisposablesCount.ShouldBe(2);
        outer.Dispose();
        z.IsInvalid.ShouldBeTrue();
        Tensor.TotalCount.ShouldBe(before);
        using var after = NewDisposeScope();
        _ = ones([1]);
        after.DisposablesCount.ShouldBe(1);
    }

    [TorchFact]
    public void A_scope_disposed_by_another_thread_takes_nothing_any_more()
    {
        var scope = NewDisposeScope();
        var x = ones([1]);
        var thread = new Thread(scope.Dispose);
        thread.Start();
        thread.Join();
        x.IsInvalid.ShouldBeTrue();
        var y = ones([1]);
        using var next = NewDisposeScope();
        next.MoveToOuter(y + 1).IsInvalid.ShouldBeFalse();
        y.IsInvalid.ShouldBeFalse();
        y.Dispose();
    }

    [TorchFact]
    public void Scopes_move_only_what_is_theirs()
    {
        using var outer = NewDisposeScope();
        var x = ones([1]);
        using (var inner = NewDisposeScope())
        {
            inner.Detach(x);
            inner.MoveToOuter(x);
            outer.Detach(ones([1]));
            inner.DisposablesCount.ShouldBe(1);
        }

        outer.DisposablesCount.ShouldBe(1);
    }

    [TorchFact]
    public void A_long_scope_forgets_what_was_disposed_by_hand()
    {
        using var scope = NewDisposeScope();
        var weak = MakeAndDispose();
        for (int i = 0; i < 5000; i++)
            ones([1]).Dispose();
        GC.Collect();
        weak.TryGetTarget(out _).ShouldBeFalse();
        var kept = ones([1]);
        scope.DisposablesCount.ShouldBe(1);
        kept.IsInvalid.ShouldBeFalse();

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static WeakReference<Tensor> MakeAndDispose()
        {
            var x = ones([1]);
            x.Dispose();
            return new(x);
        }
    }

    [TorchFact]
    public void A_parameter_belongs_to_no_scope()
    {
        TorchSharp.Modules.Parameter parameter;
        using (NewDisposeScope())
            parameter = new(ones([2]));
        parameter.requires_grad.ShouldBeTrue();
        parameter.sum().item<float>().ShouldBe(2);
        parameter.Dispose();
    }
}
