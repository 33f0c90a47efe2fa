using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>cos and sin of the rotary angles (Su et al. 2021), with the frequency scaling of the configuration. Grows as positions come up.</summary>
internal sealed class RotaryTable : IDisposable
{
    private readonly float[] _frequencies;
    private readonly ScalarType _type;
    private readonly Device _device;
    private readonly Lock _lock = new();
    private (int Length, Tensor Cos, Tensor Sin)? _table;

    public RotaryTable(DecoderConfig config, ScalarType type, Device device)
    {
        _frequencies = Frequencies(config);
        _type = type;
        _device = device;
    }

    /// <summary>cos and sin of some positions, each rows × half a head's width.</summary>
    /// <param name="positions">The positions.</param>
    /// <param name="largest">The largest of them.</param>
    public (Tensor Cos, Tensor Sin) At(Tensor positions, int largest)
    {
        // A table is replaced when it grows: meanwhile nobody else may read it.
        lock (_lock)
        {
            var (cos, sin) = UpTo(largest + 1);
            return (cos.index_select(0, positions), sin.index_select(0, positions));
        }
    }

    /// <summary>One frequency per rotated pair.</summary>
    internal static float[] Frequencies(DecoderConfig config)
    {
        int half = config.HeadSize / 2;
        float[] frequencies = new float[half];
        for (int i = 0; i < half; i++)
        {
            float plain = 1f / MathF.Pow((float)config.RopeTheta, 2f * i / config.HeadSize);
            frequencies[i] = config.RopeScaling switch
            {
                null => plain,
                LinearRopeScaling linear => plain / (float)linear.Factor,
                Llama3RopeScaling llama => Scaled(plain, llama),
                var other => throw new NotSupportedException($"Rotary scaling of the kind {other.GetType().Name} is not supported."),
            };
        }

        return frequencies;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _table?.Cos.Dispose();
            _table?.Sin.Dispose();
            _table = null;
        }
    }

    // Llama 3: long waves are stretched, short ones stay, and those between are blended.
    private static float Scaled(float frequency, Llama3RopeScaling scaling)
    {
        double wave = 2 * Math.PI / frequency, original = scaling.OriginalMaxPositions;
        if (wave < original / scaling.HighFrequencyFactor)
            return frequency;
        if (wave > original / scaling.LowFrequencyFactor)
            return (float)(frequency / scaling.Factor);
        double blend = ((original / wave) - scaling.LowFrequencyFactor) / (scaling.HighFrequencyFactor - scaling.LowFrequencyFactor);
        return (float)(((1 - blend) * frequency / scaling.Factor) + (blend * frequency));
    }

    private (Tensor Cos, Tensor Sin) UpTo(int length)
    {
        lock (_lock)
        {
            if (_table is { } table && table.Length >= length)
                return (table.Cos, table.Sin);
            int rounded = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(length, 64)), half = _frequencies.Length;
            float[] cos = new float[rounded * half], sin = new float[rounded * half];
            for (int p = 0; p < rounded; p++)
            {
                for (int i = 0; i < half; i++)
                    (sin[(p * half) + i], cos[(p * half) + i]) = MathF.SinCos(p * _frequencies[i]);
            }

            var old = _table;
            using (no_grad())
                _table = (rounded, Table(cos, half), Table(sin, half));
            old?.Cos.Dispose();
            old?.Sin.Dispose();
            return (_table.Value.Cos, _table.Value.Sin);
        }
    }

    private Tensor Table(float[] values, int half)
    {
        using var scope = NewDisposeScope();
        return scope.Detach(tensor(values).view(-1, half).to(_type, _device));
    }
}
