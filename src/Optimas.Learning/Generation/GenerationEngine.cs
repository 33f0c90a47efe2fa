using System.Runtime.CompilerServices;

namespace Optimas.Learning;

/// <summary>
/// Writes many texts at once with one model (continuous batching): a request joins a running batch at the next pass and leaves it when its
/// text ends. Keys and values are cached, and a beginning that texts of a batch share is computed once. What a request gets does not depend on what else
/// runs, up to the rounding of sums: float32 logits differ by about 1e-5 with the size of a batch. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Dispose it: its threads hold the model until then.
/// What is cached belongs to the weights that it was computed with. Neither the model's nor those of an adapter that it has written with may
/// change while the engine lives: give it a clone of an adapter that is trained on, and make another engine for a model that is.
/// </remarks>
public sealed class GenerationEngine : IAsyncDisposable
{
    private readonly LanguageModel _model;
    private readonly int _length;
    private readonly GenerationLane[] _lanes;
    private readonly Lock _dealing = new();
    private readonly Lazy<Task> _disposal;

    /// <summary>An engine over a model, which stays the caller's.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">How much it does at once.</param>
    public GenerationEngine(LanguageModel model, GenerationOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Slots, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxTokens, 2, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.LeastSharedPrefix, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Lanes, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Lanes, options.Slots, nameof(options));
        _model = model;
        _length = options.LengthFor(model);
        // Lanes that each divided their passes among all threads would be in each other's way.
        int lanes = model.Network.Device.type == TorchSharp.DeviceType.CPU && !DecoderOperations.CanUseThreads ? 1 : options.Lanes;
        _lanes = [.. Enumerable.Range(0, lanes).Select(i => new GenerationLane(
            model, options, (options.Slots + i) / lanes, lanes == 1 ? null : IsOneLaneBusy))];
        _disposal = new(() => Task.WhenAll(_lanes.Select(l => l.DisposeAsync().AsTask())));
    }

    /// <summary>The model.</summary>
    public LanguageModel Model => _model;

    /// <summary>What was done so far.</summary>
    public GenerationStatistics Statistics => _lanes.Select(l => l.Statistics).Aggregate((a, b) => new(
        a.Passes + b.Passes, a.PromptTokens + b.PromptTokens, a.PrefixTokens + b.PrefixTokens, a.WrittenTokens + b.WrittenTokens));

    /// <summary>Writes a text.</summary>
    /// <param name="request">The prompt and how it goes on.</param>
    /// <param name="cancellationToken">Ends it and frees its place in the batch.</param>
    /// <exception cref="ArgumentException">The prompt is empty, has an id that the model lacks, or leaves no room for a reply.</exception>
    public Task<GenerationResult> GenerateAsync(GenerationRequest request, CancellationToken cancellationToken) =>
        Enqueue(request, streams: false, cancellationToken).Result;

    /// <summary>Writes a text and gives it piece by piece. The last piece comes when the text has ended.</summary>
    /// <param name="request">The prompt and how it goes on.</param>
    /// <param name="completed">Hears of the whole when it has ended.</param>
    /// <param name="cancellationToken">Ends it and frees its place in the batch; leaving the enumeration early does too.</param>
    /// <exception cref="ArgumentException">The prompt is empty, has an id that the model lacks, or leaves no room for a reply.</exception>
    public async IAsyncEnumerable<string> StreamAsync(
        GenerationRequest request, Action<GenerationResult> completed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(completed);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var job = Enqueue(request, streams: true, leaving.Token);
        try
        {
            await foreach (string piece in job.Stream.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                yield return piece;
            completed(await job.Result.ConfigureAwait(false));
        }
        finally
        {
            if (!job.Result.IsCompleted)
                await leaving.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Ends the engine; texts under way are cancelled.</summary>
    public ValueTask DisposeAsync() => new(_disposal.Value);

    // One at a time: two that saw the same lane idle would both go there.
    private bool TryDeal(GenerationJob job)
    {
        lock (_dealing)
            return _lanes.MaxBy(l => l.FreeSlots)!.TryEnqueue(job);
    }

    private bool IsOneLaneBusy() => _lanes.Count(l => l.UnderWay > 0) <= 1;

    private GenerationJob Enqueue(GenerationRequest request, bool streams, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(request.Sampling);
        request.Sampling.Validate();
        if (request.Prompt.IsDefaultOrEmpty)
            throw new ArgumentException("The prompt has no token.", nameof(request));
        foreach (int id in request.Prompt)
        {
            if (id < 0 || id >= _model.Network.Config.VocabularySize)
                throw new ArgumentException($"The prompt has the id {id}, but {_model.Name} has ids from 0 to {_model.Network.Config.VocabularySize - 1}.", nameof(request));
        }

        if (request.Prompt.Length >= _length)
        {
            throw new ArgumentException(
                $"The prompt has {request.Prompt.Length} tokens, which leaves no room for a reply in a text of at most {_length}. "
                + $"Shorten it, or raise {nameof(GenerationOptions)}.{nameof(GenerationOptions.MaxTokens)} where the model allows more "
                + $"({_model.Network.Config.MaxPositions}).",
                nameof(request));
        }

        if (request.Adapter?.Fits(_model.Network.Config) is false)
            throw new ArgumentException($"The adapter was made for a model of another shape than {_model.Name} has.", nameof(request));

        var job = new GenerationJob(request, _model, streams, cancellationToken);
        if (!cancellationToken.IsCancellationRequested && TryDeal(job))
            return job;
        job.Cancel();
        return cancellationToken.IsCancellationRequested
            ? job
            : throw new ObjectDisposedException(nameof(GenerationEngine), "The generation engine was disposed.");
    }
}

/// <summary>What a generation engine has done.</summary>
/// <param name="Passes">Forward passes.</param>
/// <param name="PromptTokens">Tokens of all prompts.</param>
/// <param name="PrefixTokens">Those of them that were copied from a text that began alike.</param>
/// <param name="WrittenTokens">Tokens written.</param>
public sealed record GenerationStatistics(long Passes, long PromptTokens, long PrefixTokens, long WrittenTokens);
