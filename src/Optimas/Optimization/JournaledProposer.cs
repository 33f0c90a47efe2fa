using System.Diagnostics;
using System.Text.Json;
using Optimas.Journaling;

namespace Optimas;

/// <summary>A proposer whose proposals, and failures, are recorded; what the journal has is taken from it.</summary>
internal sealed class JournaledProposer(IPromptProposer proposer, RunRecorder recorder) : IPromptProposer
{
    private const string Kind = "proposals";

    public async Task<PromptProposals> ProposeAsync(PromptProposalRequest request, CancellationToken cancellationToken)
    {
        var content = new ContentHash().Add(request.Component.Name).Add(request.Parameter.Name).Add(request.Current).Add(request.Seed).Add(request.Count);
        foreach (var scored in request.Scored)
            content.Add(scored.Prompt).Add(scored.Score);
        foreach (var sample in request.Samples)
            content.Add(sample.Input).Add(sample.Output);
        foreach (var contrast in request.Contrasts)
            content.Add(contrast.Rejected.Input).Add(contrast.Rejected.Output).Add(contrast.Preferred.Output);
        var key = recorder.Key(content.Value);
        if (recorder.Journal.FindEffect(Kind, key) is { } recorded)
        {
            recorder.Clock.Recall(recorded.Elapsed);
            return Read(recorded);
        }

        recorder.Clock.GoOn();
        long start = Stopwatch.GetTimestamp();
        PromptProposals? proposals = null;
        Exception? failure = null;
        try
        {
            return proposals = await proposer.ProposeAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not StopException && !cancellationToken.IsCancellationRequested)
        {
            failure = e;
            throw;
        }
        finally
        {
            if (proposals is not null || failure is not null)
            {
                await recorder.Journal.WriteAsync(
                    new RecordedEffect(Kind, key, request.Component.Name, Write(proposals, failure))
                    {
                        Usage = proposals?.Usage ?? default,
                        Latency = Stopwatch.GetElapsedTime(start),
                        Elapsed = recorder.Clock.Elapsed,
                    },
                    CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private static string Write(PromptProposals? proposals, Exception? failure) => EffectJson.Write(failure, writer =>
    {
        writer.WriteStartArray("prompts");
        foreach (string prompt in proposals!.Prompts)
            writer.WriteStringValue(prompt);
        writer.WriteEndArray();
    });

    private static PromptProposals Read(RecordedEffect recorded)
    {
        using var json = JsonDocument.Parse(recorded.Result);
        EffectJson.ThrowFailure(json.RootElement);
        return new([.. json.RootElement.GetProperty("prompts").EnumerateArray().Select(p => p.GetString()!)], recorded.Usage);
    }
}
