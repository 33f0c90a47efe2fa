using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Optimas.Storage;

namespace Optimas.Reports;

/// <summary>Counts what was tried of each field that is not a prompt.</summary>
internal sealed class ValueTally
{
    private readonly Dictionary<string, Count> _counts = new(StringComparer.Ordinal);

    private ValueTally()
    {
    }

    public static ImmutableArray<FieldValues> Of(
        ConfigurationDocument start, ConfigurationDocument best, ImmutableArray<StoredEvent> events, ImmutableArray<StoredCandidate> candidates)
    {
        var fields = new SortedDictionary<string, ValueTally>(StringComparer.Ordinal);
        Count At(string field, string value)
        {
            if (!fields.TryGetValue(field, out var tally))
                fields[field] = tally = new();
            string plain = Plain(value);
            if (!tally._counts.TryGetValue(plain, out var count))
                tally._counts[plain] = count = new();
            return count;
        }

        bool IsCounted(string field) => start.Kind(field) is FieldKind.Hyperparameter or FieldKind.Model;
        foreach (var candidate in candidates)
        {
            foreach (var change in candidate.Changes.Where(c => IsCounted(c.Field)))
                At(change.Field, change.After).Run(candidate);
        }

        foreach (var screened in events.Where(e => e.Kind == nameof(CandidatesScreened)).SelectMany(e => e.Data.GetProperty("candidates").EnumerateArray()))
        {
            foreach (var change in screened.GetProperty("changes").EnumerateArray().Where(c => IsCounted(c.GetProperty("field").GetString()!)))
                At(change.GetProperty("field").GetString()!, change.GetProperty("after").GetString()!).Screen(screened.GetProperty("localReward"));
        }

        return
        [
            .. fields.Select(f => new FieldValues(
                f.Key, start.Declares(f.Key), start.Value(f.Key), best.Value(f.Key),
                [.. f.Value._counts.OrderBy(c => Order(c.Key)).ThenBy(c => c.Key, StringComparer.Ordinal).Select(c => c.Value.ToValue(c.Key))])),
        ];
    }

    private static double Order(string value) => double.TryParse(value, CultureInfo.InvariantCulture, out double number) ? number : double.MaxValue;

    // Events show texts in quotation marks, configurations as they are.
    private static string Plain(string shown) => shown is ['"', .. var text, '"'] ? text : shown;

    private sealed class Count
    {
        private readonly List<double> _localRewards = [];
        private readonly List<double> _gains = [];
        private int _accepted;

        public void Run(StoredCandidate candidate)
        {
            _gains.Add(candidate.Gain);
            _accepted += candidate.Accepted ? 1 : 0;
        }

        public void Screen(JsonElement localReward) => _localRewards.Add(localReward.GetDouble());

        public TriedValue ToValue(string value) => new(value, _localRewards.Count, Mean(_localRewards), _gains.Count, _accepted, Mean(_gains));

        private static double? Mean(List<double> numbers) => numbers.Count == 0 ? null : numbers.Average();
    }
}
