namespace TorchSharp;

/// <summary>
/// Owns the tensors that its thread makes while it is the innermost scope, and disposes them with itself. Belongs to one thread: don't keep
/// one open across an await.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    [ThreadStatic]
    private static DisposeScope? s_innermost;

    private readonly DisposeScope? _outer;
    private readonly List<torch.Tensor> _tensors = [];
    private bool _isDisposed;

    internal DisposeScope()
    {
        _outer = s_innermost;
        s_innermost = this;
    }

    internal static DisposeScope? Innermost => s_innermost;

    /// <summary>How many tensors it owns.</summary>
    public int DisposablesCount => _tensors.Count(t => t.Owner == this);

    /// <summary>Gives a tensor to the scope around this one, or to the garbage collector where there is none.</summary>
    public T MoveToOuter<T>(T disposable)
        where T : IDisposable
    {
        if (disposable is torch.Tensor tensor)
            Move(tensor, _outer);
        return disposable;
    }

    /// <summary>Takes a tensor out of every scope.</summary>
    public T Detach<T>(T disposable)
        where T : IDisposable
    {
        if (disposable is torch.Tensor tensor)
            Move(tensor, null);
        return disposable;
    }

    /// <summary>Disposes what the scope owns and makes the scope around it the innermost one.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        if (s_innermost == this)
            s_innermost = _outer;
        foreach (var tensor in _tensors)
        {
            if (tensor.Owner == this)
                tensor.Dispose();
        }

        _tensors.Clear();
    }

    internal static void Move(torch.Tensor tensor, DisposeScope? owner)
    {
        tensor.Owner = owner;
        owner?._tensors.Add(tensor);
        if (owner is null)
            tensor.AddPressure();
    }

    internal void Add(torch.Tensor tensor) => _tensors.Add(tensor);
}
