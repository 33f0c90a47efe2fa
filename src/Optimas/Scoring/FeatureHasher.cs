namespace Optimas;

/// <summary>
/// φ's input: (x_k, y_k) as a sparse vector of hashed features (feature hashing with signs: Weinberger et al. 2009). Features of x_k alone
/// would cancel between outputs for the same x_k, so x_k appears only together with y_k.
/// </summary>
internal static class FeatureHasher
{
    public const int MaxBuckets = 1 << 16;

    private const double CharacterWeight = 0.5, CueWeight = 0.5, CopyWeight = 0.5, NumberWeight = 0.5;
    private const int CueLines = 4, CueWords = 2;

    /// <summary>The features of an observation.</summary>
    /// <param name="observation">What was observed.</param>
    /// <param name="buckets">The length of the vector, a power of two up to <see cref="MaxBuckets"/>.</param>
    public static SparseVector Hash(Observation observation, int buckets)
    {
        var vector = new Dictionary<int, double>();
        var output = Words.Of(observation.Output);
        AddWords(vector, output, buckets);
        AddCharacters(vector, output, buckets);
        AddCopies(vector, output, observation.Input, buckets);
        AddCues(vector, output, observation.Input, buckets);
        AddNumbers(vector, observation.Features.AsSpan(), buckets);
        return SparseVector.Of(vector);
    }

    /// <summary>The typed features alone, for backbones that read the texts themselves.</summary>
    public static SparseVector HashNumbers(Observation observation, int buckets)
    {
        var vector = new Dictionary<int, double>();
        AddNumbers(vector, observation.Features.AsSpan(), buckets);
        return SparseVector.Of(vector);
    }

    private static void AddWords(Dictionary<int, double> vector, List<string> output, int buckets)
    {
        var group = new Group();
        for (int i = 0; i < output.Count; i++)
        {
            string word = output[i].ToLowerInvariant();
            group.Count(FeatureHash.Of('w', word));
            string before = i == 0 ? "" : output[i - 1].ToLowerInvariant();
            group.Count(FeatureHash.Of('b', before, word));
        }

        group.AddTo(vector, 1, buckets);
    }

    private static void AddCharacters(Dictionary<int, double> vector, List<string> output, int buckets)
    {
        var group = new Group();
        foreach (string word in output)
        {
            string padded = $" {word.ToLowerInvariant()} ";
            for (int i = 0; i + 3 <= padded.Length; i++)
                group.Count(FeatureHash.Of('c', padded.AsSpan(i, 3)));
        }

        group.AddTo(vector, CharacterWeight, buckets);
    }

    // What kind of words is taken over from x_k, and what kind is added.
    private static void AddCopies(Dictionary<int, double> vector, List<string> output, string input, int buckets)
    {
        var known = Words.Of(input).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var group = new Group();
        foreach (string word in output)
            group.Count(FeatureHash.Of(known.Contains(word) ? 'k' : 'n', Words.Shape(word)));
        group.AddTo(vector, CopyWeight, buckets);
    }

    // How x_k's fields start (a question word, an instruction's verb), crossed with the shape of y_k.
    private static void AddCues(Dictionary<int, double> vector, List<string> output, string input, int buckets)
    {
        string length = output.Count switch { 0 => "0", 1 => "1", <= 3 => "3", <= 10 => "10", <= 30 => "30", _ => "more" };
        string[] shapes = output.Count == 0 ? [length] : [length, Words.Shape(output[0]), "first " + output[0].ToLowerInvariant()];
        var group = new Group();
        int lines = 0;
        foreach (var line in input.AsSpan().EnumerateLines())
        {
            if (line.IsEmpty || line[0] == ' ')
                continue;
            if (++lines > CueLines)
                break;
            // The field's name is a word of its line; the words after it are the cue.
            foreach (string cue in Words.Of(line, CueWords + 1))
            {
                foreach (string shape in shapes)
                    group.Count(FeatureHash.Of('q', cue.ToLowerInvariant(), shape));
            }
        }

        group.AddTo(vector, CueWeight, buckets);
    }

    // A number goes in linearly and as a piecewise linear basis on a log scale, so that a head can prefer the middle of a range.
    private static void AddNumbers(Dictionary<int, double> vector, ReadOnlySpan<Feature> features, int buckets)
    {
        foreach (var feature in features)
        {
            double position = Math.Sign(feature.Value) * 2 * Math.Log2(1 + Math.Abs(feature.Value));
            double floor = Math.Floor(position);
            Add(vector, FeatureHash.Of('l', feature.Name), NumberWeight * position / 4, buckets);
            Add(vector, FeatureHash.Of('h', feature.Name, (long)floor), NumberWeight * (1 - (position - floor)), buckets);
            Add(vector, FeatureHash.Of('h', feature.Name, (long)floor + 1), NumberWeight * (position - floor), buckets);
        }
    }

    private static void Add(Dictionary<int, double> vector, ulong hash, double value, int buckets)
    {
        if (value == 0)
            return;
        int bucket = (int)(hash & (ulong)(buckets - 1));
        vector[bucket] = vector.GetValueOrDefault(bucket) + (hash >> 63 == 0 ? value : -value);
    }

    /// <summary>Features that share one norm, so that a long output does not weigh more than a short one.</summary>
    private sealed class Group
    {
        private readonly Dictionary<ulong, int> _counts = [];

        public void Count(ulong hash) => _counts[hash] = _counts.GetValueOrDefault(hash) + 1;

        public void AddTo(Dictionary<int, double> vector, double weight, int buckets)
        {
            double norm = Math.Sqrt(_counts.Values.Sum(c => Damp(c) * Damp(c)));
            foreach (var (hash, count) in _counts)
                Add(vector, hash, weight * Damp(count) / norm, buckets);
        }

        private static double Damp(int count) => 1 + Math.Log(count);
    }
}
