using static TorchSharp.torch;

namespace Optimas.LibTorch.Tests.Portable;

public class OperationTests
{
    [TorchFact]
    public void Every_operation_gives_what_it_gives_by_hand()
    {
        List<string> wrong = [];
        foreach (var (name, result, expected) in global::Portable.Operations.All())
        {
            using var scope = NewDisposeScope();
            double[] actual = result().to(float64).data<double>().ToArray();
            bool right = actual.Length == expected.Length && actual.Zip(expected).All(p => Near(p.First, p.Second));
            if (!right)
                wrong.Add($"{name}: [{string.Join(", ", actual)}], not [{string.Join(", ", expected)}]");
        }

        wrong.ShouldBeEmpty();
    }

    [TorchFact]
    public void Operations_work_on_tensors_that_are_not_contiguous()
    {
        using var scope = NewDisposeScope();
        var x = arange(0, 6, float32).view(2, 3).t();
        x.is_contiguous().ShouldBeFalse();
        (x + x).data<float>().ToArray().ShouldBe([0f, 6, 2, 8, 4, 10]);
        Should.Throw<TorchException>(() => x.bytes.Length).Message.ShouldContain("contiguous");
        Should.Throw<TorchException>(() => x.view(6));
        x.reshape(6).data<float>().ToArray().ShouldBe([0f, 3, 1, 4, 2, 5]);
    }

    [TorchFact]
    public void Empty_tensors_are_tensors()
    {
        using var scope = NewDisposeScope();
        tensor(Array.Empty<float>()).data<float>().ToArray().ShouldBeEmpty();
        zeros([0, 3]).sum().item<float>().ShouldBe(0);
        zeros([0, 3]).bytes.Length.ShouldBe(0);
        cat([zeros([0]), ones([2])]).numel().ShouldBe(2);
        Should.Throw<TorchException>(() => zeros([0]).max());
        Should.Throw<TorchException>(() => cat([]));
        Should.Throw<TorchException>(() => zeros([0]).item<float>());
    }

    [TorchFact]
    public void Elements_are_read_as_the_type_they_have()
    {
        using var scope = NewDisposeScope();
        foreach (var type in new[] { uint8, int8, int16, int32, int64, float16, float32, float64, @bool })
        {
            var x = ones([1], type);
            object value = type switch
            {
                ScalarType.Byte => x.item<byte>(),
                ScalarType.Int8 => x.item<sbyte>(),
                ScalarType.Int16 => x.item<short>(),
                ScalarType.Int32 => x.item<int>(),
                ScalarType.Int64 => x.item<long>(),
                ScalarType.Float16 => (float)x.item<Half>(),
                ScalarType.Float32 => x.item<float>(),
                ScalarType.Float64 => x.item<double>(),
                _ => x.item<bool>(),
            };
            Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture).ShouldBe(1, type.ToString());
            if (type != float64)
                Should.Throw<ArgumentException>(() => x.item<double>());
            if (type != int32)
                Should.Throw<ArgumentException>(() => x.data<int>());
        }

        Should.Throw<ArgumentException>(() => ones([1], bfloat16).item<float>()).Message.ShouldContain("convert");
        tensor([long.MaxValue]).item<long>().ShouldBe(long.MaxValue);
    }

    private static bool Near(double actual, double expected) =>
        actual.Equals(expected) || Math.Abs(actual - expected) <= 1e-6 * Math.Max(1, Math.Abs(expected));
}
