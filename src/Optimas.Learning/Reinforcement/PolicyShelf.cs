using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>What all views of one policy share: how its modules are made, where its weights are, and those that were read already.</summary>
internal sealed class PolicyShelf
{
    // Of what falls off the shelf the garbage collector takes care: someone may act by it still.
    private const int Most = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, PolicyNetwork> _networks = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private readonly Func<nn.Module<Tensor, Tensor>> _makePolicy;

    public PolicyShelf(string folder, Func<nn.Module<Tensor, Tensor>> makePolicy, Func<nn.Module<Tensor, Tensor>>? makeValue)
    {
        Folder = new(folder);
        _makePolicy = makePolicy;
        MakeValue = makeValue;
        Base = new(makePolicy());
    }

    public PolicyFolder Folder { get; }

    public Func<nn.Module<Tensor, Tensor>>? MakeValue { get; }

    public PolicyNetwork Base { get; }

    public PolicyNetwork Get(string name)
    {
        lock (_lock)
        {
            if (_networks.TryGetValue(name, out var network))
                return network;
            var module = _makePolicy();
            Folder.Read(name, module);
            while (_networks.Count >= Most)
                _networks.Remove(_order.Dequeue());
            _order.Enqueue(name);
            return _networks[name] = new(module);
        }
    }

    /// <summary>A module to train, with the weights of that name; null for the base's.</summary>
    public nn.Module<Tensor, Tensor> Copy(string? name)
    {
        var module = PolicyNetwork.Copy((name is null ? Base : Get(name)).Module, _makePolicy());
        module.eval();
        return module;
    }

    public void Discard(string name)
    {
        lock (_lock)
        {
            if (_networks.Remove(name))
            {
                string[] others = [.. _order.Where(n => n != name)];
                _order.Clear();
                foreach (string other in others)
                    _order.Enqueue(other);
            }

            Folder.Discard(name);
        }
    }
}
