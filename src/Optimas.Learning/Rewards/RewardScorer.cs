using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>
/// Scores texts in common forward passes: what is asked while a pass runs goes into the next one together, whatever adapter or head it is
/// for. Safe for concurrent use.
/// </summary>
internal sealed class RewardScorer(DecoderModel model)
{
    private const int RowsPerPass = 8192;

    private readonly Lock _lock = new();
    private List<Request> _waiting = [];
    private bool _isRunning;

    /// <summary>The forward passes so far.</summary>
    public long Passes { get; private set; }

    /// <summary>head · φ(text).</summary>
    public async Task<double> ScoreAsync(LoraAdapter adapter, float[] head, EncodedObservation text, CancellationToken cancellationToken)
    {
        var request = new Request(adapter, head, text, new(TaskCreationOptions.RunContinuationsAsynchronously), cancellationToken);
        lock (_lock)
        {
            _waiting.Add(request);
            if (!_isRunning)
            {
                _isRunning = true;
                _ = Task.Run(Run, CancellationToken.None);
            }
        }

        return await request.Result.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Run()
    {
        while (true)
        {
            List<Request> taken;
            lock (_lock)
            {
                if (_waiting.Count == 0)
                {
                    _isRunning = false;
                    return;
                }

                (taken, _waiting) = (_waiting, []);
            }

            Attempt(taken, () =>
            {
                foreach (var pass in Deal(taken.Where(r => !r.CancellationToken.IsCancellationRequested)))
                    Attempt(pass, () => Score(pass));
            });
        }
    }

    private static void Attempt(IEnumerable<Request> requests, Action work)
    {
        try
        {
            work();
        }
#pragma warning disable CA1031 // Whoever asked gets the exception.
        catch (Exception e)
#pragma warning restore CA1031
        {
            foreach (var request in requests)
                request.Result.TrySetException(e);
        }
    }

    // Texts with one context go together, and those of one adapter follow each other.
    private static IEnumerable<Request[]> Deal(IEnumerable<Request> requests) => RowBudget
        .Deal(
            requests.GroupBy(r => r.Adapter).SelectMany(a => a.GroupBy(r => r.Text.Context)),
            shared => EncodedObservation.Rows(shared.Select(r => r.Text).ToHashSet()),
            RowsPerPass)
        .Select(pass => pass.SelectMany(shared => shared).ToArray());

    private void Score(Request[] requests)
    {
        double[] scores = Forward(requests);
        Passes++;
        foreach (var (request, score) in requests.Zip(scores))
            request.Result.TrySetResult(score);
    }

    private double[] Forward(Request[] requests)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var contexts = new List<Branching>();
        var rows = new List<(LoraAdapter? Adapter, int Rows)>();
        var sequences = new List<(LoraAdapter? Adapter, int Rows)>();
        var positions = new Dictionary<(LoraAdapter, EncodedObservation), int>();
        foreach (var own in requests.GroupBy(r => r.Adapter))
        {
            var (packed, order) = EncodedObservation.Pack(own.Select(r => r.Text));
            contexts.AddRange(packed);
            rows.Add((own.Key, packed.Sum(c => c.Context.Count + c.Continuations.Sum(o => o.Count))));
            sequences.Add((own.Key, order.Count));
            int before = positions.Count;
            foreach (var (text, position) in order)
                positions[(own.Key, text)] = before + position;
        }

        var last = model.LastHidden(PackedBatch.Of(contexts, model.Device), AdapterRouting.Of(rows), AdapterRouting.Of(sequences));
        float[] hidden = last.to(ScalarType.Float32).cpu().data<float>().ToArray();
        return [.. requests.Select(r => Dot(hidden.AsSpan(positions[(r.Adapter, r.Text)] * r.Head.Length, r.Head.Length), r.Head))];
    }

    // In double, one after the other: equal texts get equal scores in every pass that gives them equal states.
    private static double Dot(ReadOnlySpan<float> hidden, float[] head)
    {
        double sum = 0;
        for (int i = 0; i < head.Length; i++)
            sum += (double)hidden[i] * head[i];
        return sum;
    }

    private sealed record Request(
        LoraAdapter Adapter,
        float[] Head,
        EncodedObservation Text,
        TaskCompletionSource<double> Result,
        CancellationToken CancellationToken);
}
