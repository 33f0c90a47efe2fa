namespace Optimas.Providers;

/// <summary>What a cache has done since it was opened.</summary>
/// <param name="Hits">Requests answered without a call, those that shared another one's call included.</param>
/// <param name="Misses">Requests that made a call.</param>
/// <param name="Bypassed">
/// Requests that were passed on without a look, since no key stands for them: <c>RawRepresentationFactory</c> was set, or something in
/// them can't be written as JSON.
/// </param>
/// <param name="Unkept">Replies that were not kept: the file could not be written, or the reply holds a secret or can't be written as JSON.</param>
public sealed record ReplyCacheStatistics(long Hits, long Misses, long Bypassed, long Unkept);
