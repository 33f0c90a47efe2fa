using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning.Tests;

/// <summary>Values made by transformers, peft and PyTorch: see make_model_golden.py.</summary>
internal sealed class GoldenFiles : IDisposable
{
    private readonly SafetensorsFile _file = SafetensorsFile.Open(Path.Combine(Folder, "golden.safetensors"));

    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Golden", "models");

    public IEnumerable<string> Names => _file.Tensors.Keys;

    /// <summary>The cases of a group: <c>N</c> of the tensors called <c>group.N.…</c>; there is at least one.</summary>
    public IReadOnlyList<string> Cases(string group)
    {
        string[] cases = [.. Names.Where(n => n.StartsWith(group + ".", StringComparison.Ordinal)).Select(n => n[(group.Length + 1)..].Split('.')[0]).Distinct()];
        cases.ShouldNotBeEmpty(group);
        return cases;
    }

    public static DecoderModel Model(string name) => DecoderModel.Load(CheckpointFolder.Open(Path.Combine(Folder, name)), float32, CPU, default);

    public bool Has(string name) => _file.Tensors.ContainsKey(name);

    public int[] Ids(string name) => [.. _file.ToIntegers(name).Select(i => (int)i)];

    public float[] Singles(string name) => _file.ToSingles(name);

    public double[] Doubles(string name) => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(_file.Bytes(name)).ToArray();

    public Tensor Tensor(string name) => tensor(_file.ToSingles(name)).view([.. _file.Tensors[name].Shape]);

    public void Dispose() => _file.Dispose();
}
