using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning.Tests.Reinforcement;

/// <summary>Modules with weights that are a function of a seed.</summary>
internal static class SmallNetworks
{
    public static nn.Module<Tensor, Tensor> Linear(int inputs, int outputs, double deviation = 0.01) => Seeded(nn.Linear(inputs, outputs), deviation);

    public static nn.Module<Tensor, Tensor> Hidden(int inputs, int outputs, int width = 16) =>
        Seeded(nn.Sequential(nn.Linear(inputs, width), nn.Tanh(), nn.Linear(width, outputs)), 0.3);

    public static float[] OneHot(int size, params int[] ones)
    {
        float[] values = new float[size];
        foreach (int one in ones)
            values[one] = 1;
        return values;
    }

    private static nn.Module<Tensor, Tensor> Seeded(nn.Module<Tensor, Tensor> module, double deviation)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        using var generator = new Generator(7);
        foreach (var parameter in module.parameters())
            parameter.normal_(0, deviation, generator);
        return module;
    }
}
