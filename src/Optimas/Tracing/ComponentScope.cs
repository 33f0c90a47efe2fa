namespace Optimas;

/// <summary>
/// The traced call of a component that the current code runs in. It flows with the async context, so that a chat client deep inside a
/// component can report its usage to the right slot and draw its samples from the right seed.
/// </summary>
public sealed class ComponentScope
{
    /// <summary>
    /// The key in a chat request's additional properties under which who calls is named, for middleware that counts, limits and records:
    /// a component, or a part of the optimizer. It does not change the reply.
    /// </summary>
    public const string CallerProperty = "optimas.caller";

    private static readonly AsyncLocal<ComponentScope?> s_current = new();

    private readonly Lock _lock = new();
    private ModelUsage _usage;

    internal ComponentScope(ComponentInfo component, long? seed)
    {
        Component = component;
        Seed = seed;
    }

    /// <summary>The scope of the running component; null outside a traced run.</summary>
    public static ComponentScope? Current
    {
        get => s_current.Value;
        internal set => s_current.Value = value;
    }

    /// <summary>The running component.</summary>
    public ComponentInfo Component { get; }

    /// <summary>The seed for this call's samples, a function of (seed, purpose, index) alone; null where samples may differ from run to run.</summary>
    public long? Seed { get; }

    /// <summary>What was reported so far.</summary>
    public ModelUsage Usage
    {
        get
        {
            lock (_lock)
                return _usage;
        }
    }

    /// <summary>Adds the usage of a call made on behalf of this component.</summary>
    public void Report(ModelUsage usage)
    {
        lock (_lock)
            _usage += usage;
    }
}
