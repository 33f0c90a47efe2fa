using System.Collections.Immutable;

namespace Optimas.Learning;

/// <summary>
/// Notes what local models write on behalf of the current async context: a trainer opens one around a rollout, and finds the very prompts
/// and tokens that the component served.
/// </summary>
internal sealed class GenerationRecorder : IDisposable
{
    private static readonly AsyncLocal<GenerationRecorder?> s_current = new();

    private readonly GenerationRecorder? _outer = s_current.Value;
    private readonly Lock _lock = new();
    private ImmutableArray<RecordedGeneration> _generations = [];

    public GenerationRecorder() => s_current.Value = this;

    public static GenerationRecorder? Current => s_current.Value;

    /// <summary>What was written so far.</summary>
    public ImmutableArray<RecordedGeneration> Generations
    {
        get
        {
            lock (_lock)
                return _generations;
        }
    }

    public void Add(RecordedGeneration generation)
    {
        lock (_lock)
            _generations = _generations.Add(generation);
    }

    public void Dispose() => s_current.Value = _outer;
}

/// <summary>One reply of a local model.</summary>
/// <param name="Request">The prompt, how it was sampled, and the adapter.</param>
/// <param name="Tokens">The ids that were sampled.</param>
internal sealed record RecordedGeneration(GenerationRequest Request, ImmutableArray<int> Tokens);
