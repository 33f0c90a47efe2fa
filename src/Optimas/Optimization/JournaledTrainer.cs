using System.Diagnostics;
using System.Text.Json;
using Optimas.Journaling;

namespace Optimas;

/// <summary>
/// A trainer of weights whose rounds are recorded. Of a round that the journal has, the rollouts are taken from it too, so that they are
/// counted and paid for as they were; the weights are where the trainer left them. A round that was interrupted is trained again.
/// </summary>
internal sealed class JournaledTrainer<TIn, TOut>(IWeightTrainer trainer, RunRecorder recorder) : IWeightTrainer
{
    private const string Training = "training";
    private const string Discarding = "discarding";

    public int InputsPerRound => trainer.InputsPerRound;

    public int RolloutsPerRound => trainer.RolloutsPerRound;

    public async Task<TrainedWeights?> TrainAsync(WeightTrainingRequest request, CancellationToken cancellationToken)
    {
        var key = recorder.Key(
            new ContentHash().Add(request.Component.Name).Add(request.Parameter.Name).Add(request.Weights).Add(request.Seed).Value);
        if (recorder.Journal.FindEffect(Training, key) is { } recorded)
            return await RepeatAsync(recorded, request.Rollouts, cancellationToken).ConfigureAwait(false);
        recorder.Clock.GoOn();
        long start = Stopwatch.GetTimestamp();
        var made = new List<Rollout>();
        var rollouts = new ComponentRollouts(
            request.Rollouts.Inputs,
            Math.Max(1, request.Rollouts.Remaining),
            request.Rollouts.Parallelism,
            (input, weights, seed, ct) =>
            {
                lock (made)
                    made.Add(new(input, weights, seed));
                return request.Rollouts.RunAsync(input, weights, seed, ct);
            });
        TrainedWeights? trained = null;
        Exception? failure = null;
        try
        {
            trained = await JournaledSystem<TIn, TOut>.RunLiveAsync(
                () => trainer.TrainAsync(request with { Rollouts = rollouts }, cancellationToken)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not StopException && !cancellationToken.IsCancellationRequested)
        {
            failure = e;
            throw;
        }
        finally
        {
            rollouts.Close();
            if (failure is not null)
                await RecordAsync().ConfigureAwait(false);
        }

        await RecordAsync().ConfigureAwait(false);
        return trained;

        async Task RecordAsync() => await recorder.Journal.WriteAsync(
            new RecordedEffect(Training, key, request.Component.Name, Write(trained, failure, made))
            {
                Latency = Stopwatch.GetElapsedTime(start),
                Elapsed = recorder.Clock.Elapsed,
            },
            CancellationToken.None).ConfigureAwait(false);
    }

    public async ValueTask DiscardAsync(string weights, CancellationToken cancellationToken)
    {
        var key = recorder.Key(ContentHash.Of(weights));
        if (recorder.Journal.FindEffect(Discarding, key) is not null)
            return;
        await trainer.DiscardAsync(weights, cancellationToken).ConfigureAwait(false);
        await recorder.Journal.WriteAsync(
            new RecordedEffect(Discarding, key, "", EffectJson.Write(failure: null, w => w.WriteString("weights", weights))) { Elapsed = recorder.Clock.Elapsed },
            CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<TrainedWeights?> RepeatAsync(RecordedEffect recorded, ComponentRollouts rollouts, CancellationToken cancellationToken)
    {
        using var json = JsonDocument.Parse(recorded.Result);
        foreach (var rollout in json.RootElement.GetProperty("rollouts").EnumerateArray())
            await rollouts.RunAsync(rollout[0].GetInt32(), rollout[1].GetString(), rollout[2].GetInt64(), cancellationToken).ConfigureAwait(false);
        recorder.Clock.Recall(recorded.Elapsed);
        EffectJson.ThrowFailure(json.RootElement);
        return json.RootElement.TryGetProperty("weights", out var weights)
            ? new(weights.GetString()!, json.RootElement.GetProperty("before").GetDouble(), json.RootElement.GetProperty("after").GetDouble())
            : null;
    }

    private static string Write(TrainedWeights? trained, Exception? failure, List<Rollout> made) => EffectJson.Write(
        failure,
        writer =>
        {
            if (trained is null)
                return;
            writer.WriteString("weights", trained.Weights);
            writer.WriteNumber("before", trained.RewardBefore);
            writer.WriteNumber("after", trained.RewardAfter);
        },
        writer =>
        {
            writer.WriteStartArray("rollouts");
            lock (made)
            {
                foreach (var (input, weights, seed) in made)
                {
                    writer.WriteStartArray();
                    writer.WriteNumberValue(input);
                    writer.WriteStringValue(weights);
                    writer.WriteNumberValue(seed);
                    writer.WriteEndArray();
                }
            }

            writer.WriteEndArray();
        });

    private readonly record struct Rollout(int Input, string? Weights, long Seed);
}
