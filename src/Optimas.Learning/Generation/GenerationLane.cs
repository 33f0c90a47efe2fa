using System.Threading.Channels;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>
/// A batch of a generation engine that grows and shrinks from pass to pass, with its own cache of keys and values. It has a thread to itself, on
/// which dispose scopes stay, and which libtorch's own threads belong to.
/// </summary>
internal sealed class GenerationLane : IAsyncDisposable
{
    private readonly LanguageModel _model;
    private readonly GenerationOptions _options;
    private readonly Func<bool>? _isAlone;
    private readonly int _length;
    private readonly int _threads = get_num_threads();
    private readonly CacheSlot[] _slots;
    private readonly HashSet<int> _endTokens;
    private readonly Channel<GenerationJob> _inbox = Channel.CreateUnbounded<GenerationJob>(
        // The reader is a thread that waits, which a busy thread pool must not keep asleep.
        new() { SingleReader = true, AllowSynchronousContinuations = true });
    private readonly List<GenerationJob> _waiting = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;
    private KeyValueCache? _cache;
    private int _underWay;
    private long _pass;
    private long _promptTokens, _prefixTokens, _writtenTokens;

    /// <summary>A lane over a model, which stays the caller's.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">How much the engine does at once.</param>
    /// <param name="slots">How many texts are in a pass at most.</param>
    /// <param name="isAlone">Whether no other lane has work, so that a pass may use all threads; null where there is no other.</param>
    public GenerationLane(LanguageModel model, GenerationOptions options, int slots, Func<bool>? isAlone)
    {
        _model = model;
        _options = options;
        _isAlone = isAlone;
        _length = options.LengthFor(model);
        _slots = [.. Enumerable.Range(0, slots).Select(i => new CacheSlot(i))];
        _endTokens = [.. model.EndTokens];
        _loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>How many texts wait here or are being written.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>How many more could be written at once; less than zero where some wait.</summary>
    public int FreeSlots => _slots.Length - UnderWay;

    public GenerationStatistics Statistics => new(
        Interlocked.Read(ref _pass), Interlocked.Read(ref _promptTokens), Interlocked.Read(ref _prefixTokens), Interlocked.Read(ref _writtenTokens));

    /// <summary>Takes a job up; false once the lane is disposed.</summary>
    public bool TryEnqueue(GenerationJob job)
    {
        Interlocked.Increment(ref _underWay);
        job.Ended = () => Interlocked.Decrement(ref _underWay);
        return _inbox.Writer.TryWrite(job);
    }

    /// <summary>Ends the lane; texts under way are cancelled.</summary>
    public async ValueTask DisposeAsync()
    {
        _inbox.Writer.TryComplete();
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _stopping.Dispose();
        _cache?.Dispose();
    }

    private void Run()
    {
        try
        {
            while (HasWork())
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

    private void Step()
    {
        try
        {
            if (_isAlone is not null)
                DecoderOperations.UseThreads(_isAlone() ? _threads : 1);
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

    private bool HasWork()
    {
        _stopping.Token.ThrowIfCancellationRequested();
        if (_waiting.Count == 0 && Array.TrueForAll(_slots, s => s.Job is null) && !_inbox.Reader.WaitToReadAsync(_stopping.Token).AsTask().GetAwaiter().GetResult())
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
        _cache ??= new(_model.Network.Config, _slots.Length, _length, _model.Network.ElementType, _model.Network.Device);
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
