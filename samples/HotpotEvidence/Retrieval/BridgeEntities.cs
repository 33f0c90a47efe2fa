namespace HotpotEvidence;

/// <summary>Names in first-hop passages that may lead to the second hop.</summary>
public static class BridgeEntities
{
    /// <summary>The names of greatest weight.</summary>
    public static IReadOnlyList<BridgeEntity> Extract(
        string question, IReadOnlyList<Hit> firstHop, PassageIndex index, string source, int count)
    {
        var asked = Tokens.Of(question).Select(static t => t.Word).Where(static w => !StopWords.Contains(w, 60)).ToHashSet();
        var found = new Dictionary<(string, int), BridgeEntity>();
        foreach (var hit in firstHop)
        {
            var passage = index[hit.Id];
            string own = Tokens.Normalize(TitleLexicon.NameOf(passage.Title));
            foreach (var (name, start) in NamesIn(passage.Text, source, index))
            {
                string key = Tokens.Normalize(name);
                if (key == own || own.Contains(key, StringComparison.Ordinal) || key.Length < 2)
                    continue;
                if (!found.TryGetValue((key, hit.Id), out var known) || known.Weight < hit.Score)
                    found[(key, hit.Id)] = new BridgeEntity(name, hit.Id, hit.Score);
            }
        }

        return [.. found.Values.OrderByDescending(static e => e.Weight).Take(count)];
    }

    private static IEnumerable<(string Name, int Start)> NamesIn(string text, string source, PassageIndex index)
        => source == "titles"
            ? index.Titles.MentionsIn(text).Select(static m => (m.Name, m.Start))
            : Names.In(text).Select(range => (text[range], range.Start.Value));
}
