using System.ClientModel.Primitives;
using System.Globalization;

namespace Optimas.Providers;

/// <summary>The wait that a server asks for: milliseconds in <c>retry-after-ms</c>, or seconds or a date in <c>Retry-After</c>.</summary>
internal static class RetryAfter
{
    private static readonly TimeSpan _longest = TimeSpan.FromDays(365);

    public static TimeSpan? Of(PipelineResponse response)
    {
        if (response.Headers.TryGetValue("retry-after-ms", out var text) && Number(text) is { } milliseconds)
        {
            return Bounded(milliseconds / 1000);
        }

        if (!response.Headers.TryGetValue("Retry-After", out text))
        {
            return null;
        }

        if (Number(text) is { } seconds)
        {
            return Bounded(seconds);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? Bounded((date - DateTimeOffset.UtcNow).TotalSeconds)
            : null;
    }

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static TimeSpan Bounded(double seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 0, _longest.TotalSeconds));
}
