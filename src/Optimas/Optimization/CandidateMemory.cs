namespace Optimas;

/// <summary>
/// What races showed of each field's values: the mean paired difference when that value was tried. Values that were never tried are drawn
/// from what the others were like, so that they get their chance (Thompson sampling).
/// </summary>
internal sealed class CandidateMemory(double scoreRange)
{
    // Before anything is known: a typical change moves the mean score by a twentieth of its range, and an example's by a quarter.
    private readonly double _priorGain = scoreRange / 20;
    private readonly double _priorDifference = scoreRange / 4;
    private readonly Dictionary<(string Field, object? Value), PairedDifferences> _seen = [];
    private double _squares;
    private int _count;

    /// <summary>The mean square of an example's paired difference.</summary>
    public double DifferenceVariance => (_squares + 8 * _priorDifference * _priorDifference) / (_count + 8);

    /// <summary>Keeps what a race showed of a candidate that changed one field; of others it keeps the spread alone.</summary>
    public void Record(IReadOnlyList<ConfigurationChange> changes, PairedDifferences differences)
    {
        _squares += differences.MeanSquare * differences.Count;
        _count += differences.Count;
        if (changes is [var change])
            _seen[(change.Field, change.After)] = differences;
    }

    /// <summary>A gain that the changes may have, drawn from what is known.</summary>
    public double Draw(IReadOnlyList<ConfigurationChange> changes, SeededRandom random)
    {
        double gain = 0;
        foreach (var change in changes)
        {
            gain += _seen.TryGetValue((change.Field, change.After), out var differences)
                ? Shrunken(differences) + random.NextGaussian() * Math.Min(differences.StandardError, _priorGain)
                : random.NextGaussian() * _priorGain;
        }

        return gain;
    }

    /// <summary>The component's configuration with the best value of every field in which some value looked better; null for fewer than two such fields.</summary>
    public ComponentConfiguration? Combine(ComponentInfo component, ComponentConfiguration current)
    {
        int fields = 0;
        for (int i = 0; i < component.Parameters.Length; i++)
        {
            string field = $"{component.Name}.{component.Parameters[i].Name}";
            var best = _seen
                .Where(s => s.Key.Field == field && !Equals(s.Key.Value, current.GetValue(i)) && s.Value.ProbabilityOfGain > 0.6)
                .OrderByDescending(s => Shrunken(s.Value))
                .Select(s => s.Key)
                .FirstOrDefault();
            if (best.Field is null || component.Parameters[i] is PromptParameter)
                continue;
            current = current.WithValue(i, best.Value);
            fields++;
        }

        return fields >= 2 ? current : null;
    }

    private double Shrunken(PairedDifferences differences)
    {
        double variance = differences.StandardError * differences.StandardError;
        return differences.Mean * _priorGain * _priorGain / (_priorGain * _priorGain + variance);
    }
}
