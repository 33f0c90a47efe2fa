using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Optimas.LibTorch.Tests.Loading;

public class ErrorTests
{
    [TorchFact]
    public void What_libtorch_refuses_is_an_exception_with_its_words_alone()
    {
        using var scope = NewDisposeScope();
        var e = Should.Throw<TorchException>(() => ones([2, 3]).matmul(ones([2, 3])));
        e.Message.ShouldBe("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)");
        e.ShouldBeAssignableTo<ExternalException>("TorchSharp throws that one.");
        foreach (Action wrong in (Action[])[
            () => ones([2]).view(3),
            () => ones([2]).narrow(0, 1, 2),
            () => ones([2]).select(1, 0),
            () => ones([2]).index_select(0, tensor([2L])),
            () => ones([2]).gather(0, tensor([-1L])),
            () => ones([2]).mm(ones([2])),
            () => ones([2]).item<float>(),
            () => ones([2]).backward(),
            () => ones([2], int64).requires_grad_(),
            () => ones([2]).to((ScalarType)99),
            () => zeros([2], (ScalarType)99),
            () => zeros([-1]),
            () => zeros([long.MaxValue / 8]),
            () => ones([2]).bernoulli_(2),
            () => ones([2]).topk(3),
            () => nn.functional.cross_entropy(ones([1, 2]), tensor([2L])),
            () => optim.AdamW([new(ones([1]))], lr: -1),
            () => ones([2], requires_grad: true).fill_(1),
            () => autograd.grad([ones([1])], [ones([1])]),
            () => where(ones([2]), ones([3]), ones([4]))])
        {
            string message = Should.Throw<TorchException>(wrong).Message;
            message.ShouldNotBeNullOrWhiteSpace();
            message.ShouldNotContain("frame #");
            message.ShouldNotContain("Exception raised from");
        }
    }

    [TorchFact]
    public void An_error_leaves_the_thread_usable()
    {
        using var scope = NewDisposeScope();
        for (int i = 0; i < 100; i++)
        {
            Should.Throw<TorchException>(() => ones([2]).view(i + 3)).Message.ShouldContain($"[{i + 3}]");
            ones([2]).sum().item<float>().ShouldBe(2);
        }
    }

    [TorchTheory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:x")]
    [InlineData("cuda:-1")]
    [InlineData("cuda: 1")]
    [InlineData("cuda:1:2")]
    [InlineData("CPU")]
    public void A_device_that_is_none_is_refused(string name) => Should.Throw<ArgumentException>(() => new Device(name)).Message.ShouldContain($"'{name}'");

    [TorchFact]
    public void A_device_that_is_not_there_is_refused()
    {
        Should.Throw<TorchException>(() => ones([1], device: new Device("cpu:1")));
        Should.Throw<TorchException>(() => ones([1], device: new Device(TorchSharp.DeviceType.CUDA, 300)));
        if (!cuda.is_available())
            Should.Throw<TorchException>(() => ones([1], device: CUDA)).Message.ShouldContain("CUDA");
    }

    [TorchFact]
    public void What_the_binding_leaves_out_says_so()
    {
        Should.Throw<NotSupportedException>(() => zeros([1], names: ["row"]));
        Should.Throw<NotSupportedException>(() => nn.ReLU(inplace: true));
        Should.Throw<NotSupportedException>(() => optim.AdamW([], amsgrad: true));
        Should.Throw<NotSupportedException>(() => autograd.backward([], inputs: []));
    }

    [TorchFact]
    public void Bytes_and_gradients_that_do_not_fit_are_refused()
    {
        using var scope = NewDisposeScope();
        var x = ones([2], requires_grad: true);
        Should.Throw<ArgumentException>(() => x.bytes = new byte[4]);
        Should.Throw<ArgumentException>(() => x.bytes = new byte[12]);
        var y = x * 2;
        Should.Throw<ArgumentException>(() => autograd.grad([y, y], [x], [ones([2])]));
        Should.Throw<ArgumentException>(() => autograd.backward([y, y], [ones([2])]));
        Should.Throw<TorchException>(() => autograd.grad([y], [x], [ones([3])]));
        Should.Throw<TorchException>(() => autograd.grad([null!], [x])).Message.ShouldContain("null");
        autograd.grad([y, (x * 3).sum()], [x], [ones([2]), null!])[0].data<float>().ToArray().ShouldBe([5f, 5f]);
    }

    [TorchFact]
    public void A_disposed_optimizer_is_refused()
    {
        var optimizer = optim.AdamW([new(ones([1]))]);
        optimizer.Dispose();
        optimizer.Dispose();
        Should.Throw<ObjectDisposedException>(() => optimizer.step());
    }
}
