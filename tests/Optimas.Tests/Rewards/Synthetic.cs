using Optimas.Runtime;

namespace Optimas.Tests.Rewards;

/// <summary>Made-up components whose better output is known.</summary>
internal static class Synthetic
{
    private static readonly string[] s_words =
        [.. "amber basin cedar delta ember fjord grove haven islet jetty knoll ledge marsh north ocean plain quarry ridge shore tundra".Split(' ')];

    public static Observation Text(string question, string output) =>
        Observation.Of(w => w.Text("question", question), w => w.Text("output", output));

    public static string Sentence(SeededRandom random, int length) =>
        string.Join(' ', Enumerable.Range(0, length).Select(_ => s_words[random.Next(s_words.Length)]));

    /// <summary>Pairs in which the longer output is better.</summary>
    public static PreferencePair[] Length(int inputs, long seed, int component = 0) => Pairs(inputs, seed, component, (random, question) =>
    {
        int length = 2 + random.Next(12);
        return (Text(question, Sentence(random, length)), length);
    });

    /// <summary>Pairs in which the output with more occurrences of one word is better, at any length.</summary>
    public static PreferencePair[] Keyword(int inputs, long seed, int component = 0) => Pairs(inputs, seed, component, (random, question) =>
    {
        bool has = random.Next(2) == 0;
        string sentence = Sentence(random, 3 + random.Next(8));
        return (Text(question, has ? $"{sentence} lantern {Sentence(random, 2)}" : sentence), has ? 1 : 0);
    });

    /// <summary>Pairs in which the output that repeats more of the question's words is better.</summary>
    public static PreferencePair[] Overlap(int inputs, long seed, int component = 0) => Pairs(inputs, seed, component, (random, question) =>
    {
        string[] asked = question.Split(' ');
        int kept = random.Next(asked.Length + 1);
        string[] others = [.. Enumerable.Range(0, asked.Length - kept).Select(_ => $"w{random.Next(5000)}")];
        return (Text(question, string.Join(' ', random.Shuffle(asked.Take(kept).Concat(others)))), kept);
    });

    /// <summary>Pairs of lists of numbers in which a count in the middle of the range is best, as of retrieved passages.</summary>
    public static PreferencePair[] Number(int inputs, long seed, int component = 0) => Pairs(inputs, seed, component, (random, question) =>
    {
        int count = 1 + random.Next(25);
        var observation = Observation.Of(
            w => w.Text("question", question),
            w =>
            {
                w.BeginList("output", count);
                for (int i = 0; i < count; i++)
                    w.Number("", 7);
                w.EndList();
            });
        return (observation, -Math.Abs(Math.Log2(count / 6.0)));
    });

    /// <summary>Pairs of ranked lists in which the first item matters: the earlier it stands in a list of x_k, the better.</summary>
    public static PreferencePair[] Ranking(int inputs, long seed, int component = 0) => Pairs(inputs, seed, component, (random, question) =>
    {
        string[] found = [.. Enumerable.Range(0, 8).Select(i => $"Passage {Sentence(random, 1)} {random.Next(10_000)}")];
        string[] chosen = [.. random.Shuffle(found).Take(3)];
        var observation = Observation.Of(
            w => WriteHits(w, "found", found),
            w => WriteHits(w, "output", chosen));
        return (observation, -Array.IndexOf(found, chosen[0]));
    });

    public static PreferencePair[] Shuffled(PreferencePair[] pairs, long seed)
    {
        var random = new SeededRandom(seed, "shuffled rewards");
        return [.. pairs.Select(p => random.Next(2) == 0 ? p : p with { Preferred = p.Rejected, Rejected = p.Preferred })];
    }

    private static void WriteHits(IFieldWriter writer, string name, string[] titles)
    {
        writer.BeginList(name, titles.Length);
        foreach (string title in titles)
        {
            writer.BeginObject("");
            writer.Text("title", title);
            writer.EndObject();
        }

        writer.EndList();
    }

    private static PreferencePair[] Pairs(
        int inputs, long seed, int component, Func<SeededRandom, string, (Observation Observation, double Reward)> sample)
    {
        var pairs = new List<PreferencePair>();
        for (int i = 0; i < inputs; i++)
        {
            var random = new SeededRandom(seed, "synthetic", i);
            string question = Sentence(random, 6);
            var outputs = Enumerable.Range(0, 3).Select(_ => sample(random, question)).ToArray();
            foreach (var a in outputs)
            {
                foreach (var b in outputs.Where(b => a.Reward > b.Reward))
                    pairs.Add(new(component, a.Observation, b.Observation, a.Reward - b.Reward) { Example = $"{seed}/{i}" });
            }
        }

        return [.. pairs];
    }
}
