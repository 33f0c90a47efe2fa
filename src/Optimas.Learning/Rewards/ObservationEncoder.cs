namespace Optimas.Learning;

/// <summary>
/// Writes [x_k, y_k] in a model's tokens: its leading tokens, x_k, an empty line, y_k, and its end of a text, whose hidden state is φ. Safe
/// for concurrent use.
/// </summary>
internal sealed class ObservationEncoder
{
    private const int MaxCached = 16_384;

    private readonly Tokenizer _tokenizer;
    private readonly int[] _separator;
    private readonly int _end;
    private readonly int _largest;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int[]> _inputs = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Input, int Kept), int[]> _contexts = [];
    private readonly Dictionary<(Observation Observation, int MaxTokens), EncodedObservation> _texts = [];

    public ObservationEncoder(LanguageModel model)
    {
        _tokenizer = model.Tokenizer;
        _separator = _tokenizer.Encode("\n\n");
        _end = model.EndTokens is [var end, ..] ? end : _separator[^1];
        _largest = model.Network.Config.MaxPositions;
    }

    /// <summary>The tokens of an observation, at most <paramref name="maxTokens"/>.</summary>
    public EncodedObservation Encode(Observation observation, int maxTokens)
    {
        maxTokens = Math.Min(maxTokens, _largest);
        lock (_lock)
        {
            if (_texts.TryGetValue((observation, maxTokens), out var text))
                return text;
            if (_texts.Count >= MaxCached)
            {
                _texts.Clear();
                _contexts.Clear();
                _inputs.Clear();
            }

            int around = _tokenizer.LeadingTokens.Count + _separator.Length;
            int[] output = Last([.. _tokenizer.Encode(observation.Output), _end], maxTokens - around);
            if (!_inputs.TryGetValue(observation.Input, out int[]? input))
                _inputs[observation.Input] = input = _tokenizer.Encode(observation.Input);
            int kept = Math.Min(input.Length, maxTokens - around - output.Length);
            if (!_contexts.TryGetValue((observation.Input, kept), out int[]? context))
                _contexts[(observation.Input, kept)] = context = [.. _tokenizer.LeadingTokens, .. Last(input, kept), .. _separator];
            return _texts[(observation, maxTokens)] = new(context, output);
        }
    }

    /// <summary>Refuses a length that holds nothing of a text.</summary>
    public void Check(int maxTokens)
    {
        int least = _tokenizer.LeadingTokens.Count + _separator.Length + 2;
        if (Math.Min(maxTokens, _largest) < least)
        {
            throw new ArgumentOutOfRangeException(
                nameof(maxTokens), maxTokens, $"A text takes {least} tokens at least, and the model reads {_largest}.");
        }
    }

    private static int[] Last(int[] tokens, int count) => tokens.Length <= count ? tokens : tokens[^count..];
}
