namespace HotpotEvidence;

/// <summary>Names in first-hop passages that may lead to the second hop.</summary>
public static class BridgeEntities
{
    /// <summary>The names of greatest weight.</summary>
    public static IReadOnlyList<BridgeEntity> Extract(
        string question, IReadOnlyList<Hit> firstHop, PassageIndex index, string source, int passages, int count, double overlap, double novelty)
    {
        var asked = Tokens.Of(question).Select(static t => t.Word).Where(static w => !StopWords.Contains(w, 60)).ToHashSet();
        double mass = Math.Max(1e-9, asked.Sum(index.Rarity));
        var found = new Dictionary<(string, int), BridgeEntity>();
        foreach (var hit in firstHop.Take(passages))
        {
            var passage = index[hit.Id];
            string own = Tokens.Normalize(TitleLexicon.NameOf(passage.Title));
            foreach (var (name, start) in NamesIn(passage.Text, source, index))
            {
                string key = Tokens.Normalize(name);
                if (key == own || own.Contains(key, StringComparison.Ordinal) || key.Length < 2)
                    continue;
                double inQuestion = Tokens.Of(name).All(t => asked.Contains(t.Word)) ? 1 : 0;
                double weight = hit.Score * Math.Pow(Sentence(passage.Text, start, asked, index) / mass, overlap) * (1 - novelty * inQuestion);
                if (!found.TryGetValue((key, hit.Id), out var known) || known.Weight < weight)
                    found[(key, hit.Id)] = new BridgeEntity(name, hit.Id, Math.Round(weight, 4));
            }
        }

        return [.. found.Values.OrderByDescending(static e => e.Weight).Take(count)];
    }

    private static IEnumerable<(string Name, int Start)> NamesIn(string text, string source, PassageIndex index)
        => source == "titles"
            ? index.Titles.MentionsIn(text).Select(static m => (m.Name, m.Start))
            : Names.In(text).Select(range => (text[range], range.Start.Value));

    private static double Sentence(string text, int position, HashSet<string> asked, PassageIndex index)
    {
        int start = text.LastIndexOf(". ", position, StringComparison.Ordinal) + 1;
        int end = text.IndexOf(". ", position, StringComparison.Ordinal);
        return Tokens.Of(text[start..(end < 0 ? text.Length : end)]).Select(static t => t.Word).Distinct().Where(asked.Contains).Sum(index.Rarity);
    }
}
