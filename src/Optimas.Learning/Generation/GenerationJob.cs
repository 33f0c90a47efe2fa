using System.Collections.Immutable;
using System.Text;
using System.Threading.Channels;

namespace Optimas.Learning;

/// <summary>A request on its way through the engine: what was written so far, and who waits for it.</summary>
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

    public GenerationJob(GenerationRequest request, LanguageModel model, bool streams, CancellationToken cancellationToken)
    {
        Request = request;
        CancellationToken = cancellationToken;
        _noise = new(request.Sampling.Seed, "token");
        _decoder = new(model.Tokenizer, skipSpecialTokens: true);
        _stream = streams ? Channel.CreateUnbounded<string>(new() { SingleReader = true, SingleWriter = true }) : null;
    }

    public GenerationRequest Request { get; }

    public CancellationToken CancellationToken { get; }

    public int PrefixTokens { get; set; }

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
        int stop = FirstStop();
        if (stop >= 0)
            _text.Length = stop;
        bool ends = stop >= 0 || isLast;
        Publish(ends ? _text.Length : CertainLength());
        if (!ends)
            return false;
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
        _stream?.Writer.TryComplete(new OperationCanceledException(CancellationToken));
        _result.TrySetCanceled(CancellationToken);
    }

    public void Fail(Exception error)
    {
        _stream?.Writer.TryComplete(error);
        _result.TrySetException(error);
    }

    private int FirstStop()
    {
        var stops = Request.Sampling.StopTexts;
        if (stops.IsEmpty)
            return -1;
        string text = _text.ToString();
        int from = Math.Max(0, _published);
        return stops.Select(s => text.IndexOf(s, from, StringComparison.Ordinal)).Where(i => i >= 0).DefaultIfEmpty(-1).Min();
    }

    // What could still become a text to stop at is held back.
    private int CertainLength()
    {
        int certain = _text.Length;
        foreach (string stop in Request.Sampling.StopTexts)
        {
            for (int length = Math.Min(stop.Length - 1, _text.Length); length > 0; length--)
            {
                int start = _text.Length - length;
                if (_text.ToString(start, length).AsSpan().SequenceEqual(stop.AsSpan(0, length)))
                {
                    certain = Math.Min(certain, start);
                    break;
                }
            }
        }

        return certain;
    }

    private void Publish(int until)
    {
        if (until <= _published)
            return;
        _stream?.Writer.TryWrite(_text.ToString(_published, until - _published));
        _published = until;
    }
}
