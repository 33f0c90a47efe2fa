using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;

namespace Optimas.Providers;

/// <summary>The wait that a server asks for: milliseconds in <c>retry-after-ms</c>, or seconds or a date in <c>Retry-After</c>.</summary>
internal static class RetryAfter
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(365);

    public static TimeSpan? Of(PipelineResponse response)
    {
        if (response.Headers.TryGetValue("retry-after-ms", out string? text) && TryNumber(text, out double milliseconds))
            return Bounded(milliseconds / 1000);
        if (!response.Headers.TryGetValue("Retry-After", out text))
            return null;
        if (TryNumber(text, out double seconds))
            return Bounded(seconds);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? Bounded((date - DateTimeOffset.UtcNow).TotalSeconds)
            : null;
    }

    /// <summary>The wait that came with a failed call; null where none did.</summary>
    public static TimeSpan? Of(Exception exception) => exception switch
    {
        ProviderException failure => failure.RetryAfter,
        ClientResultException refused when refused.GetRawResponse() is { } response => Of(response),
        _ => null,
    };

    private static bool TryNumber(string? text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    private static TimeSpan Bounded(double seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 0, s_longest.TotalSeconds));
}
