using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace ServingBenchmarks;

/// <summary>What a chat client did under a load.</summary>
/// <param name="RequestsPerSecond">Requests that ended, over the whole time.</param>
/// <param name="TokensPerSecond">Tokens written, over the whole time.</param>
/// <param name="Median">Half of the requests took at most this long.</param>
/// <param name="Percentile99">99 of 100 requests took at most this long.</param>
internal sealed record Load(double RequestsPerSecond, double TokensPerSecond, TimeSpan Median, TimeSpan Percentile99)
{
    /// <summary>Sends requests, so many at once: each sender sends its next one when its last one is answered.</summary>
    public static async Task<Load> MeasureAsync(IChatClient chat, IReadOnlyList<IReadOnlyList<ChatMessage>> prompts, Func<int, ChatOptions> options, int atOnce, bool streams)
    {
        var latencies = new TimeSpan[prompts.Count];
        long tokens = 0;
        int next = -1;
        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => Task.Run(async () =>
        {
            for (int i = Interlocked.Increment(ref next); i < prompts.Count; i = Interlocked.Increment(ref next))
            {
                long sent = Stopwatch.GetTimestamp();
                var reply = streams
                    ? await chat.GetStreamingResponseAsync(prompts[i], options(i)).ToChatResponseAsync()
                    : await chat.GetResponseAsync(prompts[i], options(i));
                latencies[i] = Stopwatch.GetElapsedTime(sent);
                Interlocked.Add(ref tokens, reply.Usage?.OutputTokenCount ?? 0);
            }
        })));
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Array.Sort(latencies);
        return new(prompts.Count / seconds, tokens / seconds, latencies[prompts.Count / 2], latencies[prompts.Count * 99 / 100]);
    }

    /// <summary>The round whose throughput lies in the middle.</summary>
    public static Load Middle(IEnumerable<Load> rounds)
    {
        Load[] sorted = [.. rounds.OrderBy(r => r.RequestsPerSecond)];
        return sorted[sorted.Length / 2];
    }
}
