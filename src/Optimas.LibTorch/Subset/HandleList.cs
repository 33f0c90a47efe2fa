using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The handles of several tensors for one native call; keeps the tensors alive until disposed.</summary>
internal readonly struct HandleList : IDisposable
{
    private readonly IReadOnlyCollection<Tensor?> _tensors;

    public HandleList(IEnumerable<Tensor?> tensors)
    {
        _tensors = tensors as IReadOnlyCollection<Tensor?> ?? [.. tensors];
        Handles = new nint[_tensors.Count];
        int position = 0;
        foreach (var tensor in _tensors)
            Handles[position++] = tensor?.Handle ?? 0;
    }

    public nint[] Handles { get; }

    public int Count => Handles.Length;

    public void Dispose() => GC.KeepAlive(_tensors);
}
