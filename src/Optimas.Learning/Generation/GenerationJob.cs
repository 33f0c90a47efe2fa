using System.Collections.Immutable;
using System.Text;
using System.Threading.Channels;

namespace Optimas.Learning;

/// <summary>
/// A request on its way through the engine: what was written so far, and who waits for it. It holds the adapter until it has ended, so each one
/// must be cancelled, fail, or be written to its end.
/// </summary>
internal sealed class GenerationJob
{
    private readonly SeededRandom _noise;
    private readonly TokenDecoder _decoder;
    private readonly Channel<string>? _stream;
    private readonly TaskCompletionSource<GenerationResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<int> _tokens = [];
    private readonly List<float> _logProbabilities = [];
    private readonly StringBuilder _text = new();
    private int _published;
    private int _hasEnded;

    public GenerationJob(GenerationRequest request, LanguageModel model, bool streams, CancellationToken cancellationToken)
    {
        request.Adapter?.Hold();
        Request = request;
        CancellationToken = cancellationToken;
        _noise = new(request.Sampling.Seed, "token");
        _decoder = new(model.Tokenizer, skipSpecialTokens: true);
        _stream = streams ? Channel.CreateUnbounded<string>(new() { SingleReader = true, SingleWriter = true }) : null;
    }

    public GenerationRequest Request { get; }

    public CancellationToken CancellationToken { get; }

    public int PrefixTokens { get; set; }

    /// <summary>Called once the text has ended, however it did.</summary>
    public Action? Ended { get; set; }

    public Task<GenerationResult> Result => _result.Task;

    /// <summary>The text in pieces, as it becomes certain; of a job that streams.</summary>
    public ChannelReader<string> Stream => _stream!.Reader;

    /// <summary>The number that decides the next token.</summary>
    public double NextNoise() => _noise.NextDouble();

    /// <summary>Takes up a token; says whether the text has ended.</summary>
    public bool Append(int token, float logProbability, bool endsTexts, bool isFull)
    {
        _tokens.Add(token);
        _logProbabilities.Add(logProbability);
        if (!endsTexts)
            _text.Append(_decoder.Append(token));
        bool isLast = endsTexts || isFull || _tokens.Count >= Request.Sampling.MaxTokens;
        if (isLast)
            _text.Append(_decoder.Finish());
        // What was published holds no beginning of a text to stop at, so that the work per token doesn't grow with the text.
        var stops = Request.Sampling.StopTexts;
        string open = stops.IsEmpty ? "" : _text.ToString(_published, _text.Length - _published);
        int stop = FirstOf(stops, open);
        if (stop >= 0)
            _text.Length = _published + stop;
        bool ends = stop >= 0 || isLast;
        Publish(ends ? _text.Length : _text.Length - LongestBeginning(stops, open));
        if (!ends)
            return false;
        End();
        _stream?.Writer.TryComplete();
        _result.TrySetResult(new(
            [.. _tokens],
            [.. _logProbabilities],
            _text.ToString(),
            stop >= 0 || endsTexts ? GenerationEnd.Stop : GenerationEnd.Length,
            PrefixTokens));
        return true;
    }

    public void Cancel()
    {
        End();
        _stream?.Writer.TryComplete(new OperationCanceledException(CancellationToken));
        _result.TrySetCanceled(CancellationToken);
    }

    public void Fail(Exception error)
    {
        End();
        _stream?.Writer.TryComplete(error);
        _result.TrySetException(error);
        // Of a stream, whoever reads it gets the exception: nobody waits for the result as well.
        if (_stream is not null)
            _ = _result.Task.Exception;
    }

    private static int FirstOf(ImmutableArray<string> stops, string text)
    {
        int first = -1;
        foreach (string stop in stops)
        {
            int at = text.IndexOf(stop, StringComparison.Ordinal);
            if (at >= 0 && (first < 0 || at < first))
                first = at;
        }

        return first;
    }

    // How much of the end could still become a text to stop at, and so is held back.
    private static int LongestBeginning(ImmutableArray<string> stops, string text)
    {
        int longest = 0;
        foreach (string stop in stops)
        {
            int length = Math.Min(stop.Length - 1, text.Length);
            while (length > longest && !text.AsSpan(text.Length - length).SequenceEqual(stop.AsSpan(0, length)))
                length--;
            longest = Math.Max(longest, length);
        }

        return longest;
    }

    private void End()
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) == 1)
            return;
        Request.Adapter?.Release();
        Ended?.Invoke();
    }

    private void Publish(int until)
    {
        if (until <= _published)
            return;
        _stream?.Writer.TryWrite(_text.ToString(_published, until - _published));
        _published = until;
    }
}
