namespace Optimas.Pocket;

/// <summary>Finds entities that share words with a query; rare words count more.</summary>
/// <param name="atlas">Where to look.</param>
internal sealed class EntitySearch(Atlas atlas)
{
    private readonly HashSet<string>[] _words =
        [.. atlas.Entities.Select(e => Words($"{e.Name} {e.Text} {string.Join(' ', e.Relations.Select(r => r.Name))}"))];

    public CandidateTask Find(SeededRandom random, EntityQuery query, int count)
    {
        double[] scores = new double[_words.Length];
        foreach (string word in Words(query.Text))
        {
            int frequency = _words.Count(w => w.Contains(word));
            for (int i = 0; i < scores.Length; i++)
                scores[i] += _words[i].Contains(word) ? Math.Log((_words.Length + 1) / (frequency + 0.5)) / (20 + _words[i].Count) : 0;
        }

        // Real engines weigh words in other ways.
        var found = atlas.Entities.OrderByDescending(e => scores[e.Id] * (0.95 + (0.1 * random.NextDouble()))).Take(count);
        return new(query, [.. found.OrderBy(e => e.Id)]);
    }

    private static HashSet<string> Words(string text) => [.. text.ToLowerInvariant().Split([' ', '.', ',', '?', '/'], StringSplitOptions.RemoveEmptyEntries)];
}
