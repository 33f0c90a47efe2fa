namespace TorchSharp;

/// <summary>
/// Owns the tensors that its thread makes while it is the innermost scope, and disposes them with itself. Belongs to one thread: don't keep
/// one open across an await.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    private const int LeastCompaction = 256;

    [ThreadStatic]
    private static DisposeScope? s_innermost;

    private readonly DisposeScope? _outer;
    private readonly List<torch.Tensor> _tensors = [];
    private int _compactAt = LeastCompaction;
    private volatile bool _isDisposed;

    internal DisposeScope()
    {
        _outer = Innermost;
        s_innermost = this;
    }

    // A scope may have been disposed out of turn or by another thread: what follows belongs to the next one that is open.
    internal static DisposeScope? Innermost => s_innermost = Open(s_innermost);

    /// <summary>How many tensors it owns.</summary>
    /// <exception cref="ObjectDisposedException">The scope was disposed.</exception>
    public int DisposablesCount
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _tensors.Count(Owns);
        }
    }

    /// <summary>Gives a tensor of this scope to the scope around it, or to the garbage collector where there is none.</summary>
    /// <exception cref="ObjectDisposedException">The scope was disposed.</exception>
    public T MoveToOuter<T>(T disposable)
        where T : IDisposable => Move(disposable, Open(_outer));

    /// <summary>Takes a tensor of this scope out of every scope.</summary>
    /// <exception cref="ObjectDisposedException">The scope was disposed.</exception>
    public T Detach<T>(T disposable)
        where T : IDisposable => Move(disposable, null);

    /// <summary>Disposes what the scope owns and makes the scope around it the innermost one.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _ = Innermost;
        foreach (var tensor in _tensors)
        {
            if (tensor.Owner == this)
                tensor.Dispose();
        }

        _tensors.Clear();
    }

    internal void Add(torch.Tensor tensor)
    {
        // A scope that stays open long must not keep an object for everything that was disposed by hand.
        if (_tensors.Count >= _compactAt)
        {
            _tensors.RemoveAll(t => !Owns(t));
            _compactAt = Math.Max(LeastCompaction, 2 * _tensors.Count);
        }

        _tensors.Add(tensor);
    }

    private static DisposeScope? Open(DisposeScope? scope)
    {
        while (scope is { _isDisposed: true })
            scope = scope._outer;
        return scope;
    }

    private bool Owns(torch.Tensor tensor) => tensor.Owner == this && !tensor.IsInvalid;

    private T Move<T>(T disposable, DisposeScope? owner)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (disposable is torch.Tensor tensor && tensor.Owner == this)
        {
            tensor.Owner = owner;
            if (owner is null)
                tensor.AddPressure();
            else
                owner.Add(tensor);
        }

        return disposable;
    }
}
