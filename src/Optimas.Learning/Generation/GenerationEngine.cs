using System.Runtime.CompilerServices;
using System.Threading.Channels;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>
/// Writes many texts at once with one model (continuous batching): a request joins the running batch at the next pass and leaves it when its
/// text ends. Keys and values are cached, and a beginning that texts share is computed once. What a request gets does not depend on what else
/// runs, up to the rounding of sums: float32 logits differ by about 1e-5 with the size of a batch. Safe for concurrent use.
/// </summary>
/// <remarks>
/// What is cached belongs to the weights that it was computed with. Neither the model's nor those of an adapter that it has written with may
/// change while the engine lives: give it a clone of an adapter that is trained on, and make another engine for a model that is.
/// </remarks>
public sealed class GenerationEngine : IAsyncDisposable
{
    private readonly LanguageModel _model;
    private readonly GenerationOptions _options;
    private readonly int _length;
    private readonly CacheSlot[] _slots;
    private readonly HashSet<int> _endTokens;
    private readonly Channel<GenerationJob> _inbox = Channel.CreateUnbounded<GenerationJob>(new() { SingleReader = true });
    private readonly List<GenerationJob> _waiting = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;
    private KeyValueCache? _cache;
    private long _pass;
    private long _promptTokens, _prefixTokens, _writtenTokens;

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
        _model = model;
        _options = options;
        _length = Math.Min(options.MaxTokens, model.Network.Config.MaxPositions);
        _slots = [.. Enumerable.Range(0, options.Slots).Select(i => new CacheSlot(i))];
        _endTokens = [.. model.EndTokens];
        _loop = Task.Run(RunAsync);
    }

    /// <summary>The model.</summary>
    public LanguageModel Model => _model;

    /// <summary>What was done so far.</summary>
    public GenerationStatistics Statistics => new(
        Interlocked.Read(ref _pass), Interlocked.Read(ref _promptTokens), Interlocked.Read(ref _prefixTokens), Interlocked.Read(ref _writtenTokens));

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
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
            return;
        _inbox.Writer.TryComplete();
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _stopping.Dispose();
        _cache?.Dispose();
    }

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
        if (!cancellationToken.IsCancellationRequested && _inbox.Writer.TryWrite(job))
            return job;
        job.Cancel();
        return cancellationToken.IsCancellationRequested
            ? job
            : throw new ObjectDisposedException(nameof(GenerationEngine), "The generation engine was disposed.");
    }

    private async Task RunAsync()
    {
        try
        {
            while (await HasWorkAsync().ConfigureAwait(false))
                Step();
        }
        catch (OperationCanceledException)
        {
        }

        foreach (var job in _slots.Select(s => s.Job).OfType<GenerationJob>().Concat(_waiting))
            job.Cancel();
        while (_inbox.Reader.TryRead(out var job))
            job.Cancel();
    }

    // Synchronous, so that dispose scopes stay on one thread.
    private void Step()
    {
        try
        {
            DropCancelled();
            Admit();
            if (Array.Exists(_slots, s => s.Job is not null))
                Pass();
        }
#pragma warning disable CA1031 // Whoever waits gets the exception, and the engine goes on: nobody may wait for ever.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _waiting.ForEach(job => job.Fail(e));
            _waiting.Clear();
            Fail(_slots, e);
        }
    }

    private async ValueTask<bool> HasWorkAsync()
    {
        _stopping.Token.ThrowIfCancellationRequested();
        if (_waiting.Count == 0 && Array.TrueForAll(_slots, s => s.Job is null) && !await _inbox.Reader.WaitToReadAsync(_stopping.Token).ConfigureAwait(false))
            return false;
        while (_inbox.Reader.TryRead(out var job))
            _waiting.Add(job);
        return true;
    }

    private void DropCancelled()
    {
        _waiting.RemoveAll(Dropped);
        foreach (var slot in _slots)
        {
            if (slot.Job is { } job && Dropped(job))
                Free(slot);
        }

        static bool Dropped(GenerationJob job)
        {
            if (!job.CancellationToken.IsCancellationRequested)
                return false;
            job.Cancel();
            return true;
        }
    }

    // What the cache holds of these texts is unknown now.
    private static void Fail(IEnumerable<CacheSlot> slots, Exception error)
    {
        foreach (var slot in slots)
        {
            slot.Job?.Fail(error);
            slot.Cached.Clear();
            Free(slot);
        }
    }

    private static void Free(CacheSlot slot)
    {
        slot.Job = null;
        slot.Pending.Clear();
    }

    private void Admit()
    {
        int budget = _options.PromptTokensPerPass;
        var admitted = new List<CacheSlot>();
        for (int i = 0; i < _waiting.Count && Array.Exists(_slots, s => s.Job is null); i++)
        {
            var job = _waiting[i];
            var donor = _slots.MaxBy(s => s.SharedWith(job.Request))!;
            int shared = donor.SharedWith(job.Request);
            // A text that begins like one admitted just now waits one pass and copies what that one computes.
            int soon = admitted.Select(s => SharedPrompt(s.Job!.Request, job.Request)).DefaultIfEmpty(0).Max();
            int needed = job.Request.Prompt.Length - shared;
            if (soon >= shared + _options.LeastSharedPrefix || (needed > budget && admitted.Count > 0))
                continue;
            admitted.Add(Place(job, donor, shared));
            _waiting.RemoveAt(i--);
            budget -= needed;
        }
    }

    private CacheSlot Place(GenerationJob job, CacheSlot donor, int shared)
    {
        _cache ??= new(_model.Network.Config, _options.Slots, _length, _model.Network.ElementType, _model.Network.Device);
        if (shared < _options.LeastSharedPrefix)
            shared = 0;
        var free = _slots.Where(s => s.Job is null);
        // The donor itself where it is free and nothing more is in it than what is shared; else the slot that rested longest.
        var slot = shared > 0 && donor.Job is null && donor.Cached.Count < 2 * shared
            ? donor
            : free.Where(s => s != donor).DefaultIfEmpty(donor).MinBy(s => s.LastPass)!;
        slot.Cached.Clear();
        if (shared > 0 && slot != donor)
            _cache.Copy(donor.Index, slot.Index, shared);
        var prompt = job.Request.Prompt;
        slot.Cached.AddRange(prompt[..shared]);
        slot.CachedWith = job.Request.Adapter?.Identity;
        slot.Pending.Clear();
        slot.Pending.AddRange(prompt[shared..]);
        slot.Job = job;
        slot.LastPass = _pass;
        job.PrefixTokens = shared;
        Interlocked.Add(ref _promptTokens, prompt.Length);
        Interlocked.Add(ref _prefixTokens, shared);
        return slot;
    }

    private static int SharedPrompt(GenerationRequest one, GenerationRequest other)
    {
        if (!ReferenceEquals(one.Adapter, other.Adapter))
            return 0;
        int shared = 0, most = Math.Min(one.Prompt.Length, other.Prompt.Length - 1);
        while (shared < most && one.Prompt[shared] == other.Prompt[shared])
            shared++;
        return shared;
    }

    private void Pass()
    {
        // Rows with one adapter lie together.
        CacheSlot[] active = [.. _slots.Where(s => s.Job is not null).GroupBy(s => s.Adapter).SelectMany(g => g)];
        try
        {
            var (tokens, logProbabilities) = Compute(active);
            for (int i = 0; i < active.Length; i++)
                Take(active[i], tokens[i], logProbabilities[i]);
        }
#pragma warning disable CA1031 // Whoever waits for one of these texts gets the exception.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail(active, e);
        }
    }

    private (int[] Tokens, float[] LogProbabilities) Compute(CacheSlot[] active)
    {
        Interlocked.Increment(ref _pass);
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var network = _model.Network;
        var batch = PackedBatch.OfCached([.. active.Select(s => ((IReadOnlyList<int>)s.Pending, s.Cached.Count, (long)s.Index * _length))], network.Device);
        long[] rows = [.. active.SelectMany(s => Enumerable.Range(s.Cached.Count, s.Pending.Count).Select(p => ((long)s.Index * _length) + p))];
        var adapters = AdapterRouting.Of(active.Select(s => (s.Adapter, s.Pending.Count)));
        var lastAdapters = AdapterRouting.Of(active.Select(s => (s.Adapter, 1)));
        var hidden = network.LastHidden(batch, _cache!, tensor(rows, device: network.Device), adapters, lastAdapters);
        return TokenSampler.Sample(
            network.Logits(hidden), [.. active.Select(s => s.Job!.Request.Sampling)], [.. active.Select(s => s.Job!.NextNoise())]);
    }

    private void Take(CacheSlot slot, int token, float logProbability)
    {
        if (float.IsNaN(logProbability))
        {
            Fail([slot], new InvalidOperationException(
                $"{_model.Name} gives no probabilities: its logits are not numbers. Its weights, or those of the adapter, may be damaged."));
            return;
        }

        slot.Cached.AddRange(slot.Pending);
        slot.Pending.Clear();
        slot.LastPass = _pass;
        Interlocked.Increment(ref _writtenTokens);
        // The token itself still has to be computed before another one can follow.
        if (slot.Job!.Append(token, logProbability, _endTokens.Contains(token), isFull: slot.Cached.Count + 1 >= _length))
            Free(slot);
        else
            slot.Pending.Add(token);
    }
}

/// <summary>What a generation engine has done.</summary>
/// <param name="Passes">Forward passes.</param>
/// <param name="PromptTokens">Tokens of all prompts.</param>
/// <param name="PrefixTokens">Those of them that were copied from a text that began alike.</param>
/// <param name="WrittenTokens">Tokens written.</param>
public sealed record GenerationStatistics(long Passes, long PromptTokens, long PrefixTokens, long WrittenTokens);
