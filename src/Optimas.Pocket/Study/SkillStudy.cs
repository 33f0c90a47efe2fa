using System.Collections.Immutable;
using Microsoft.Extensions.AI;

namespace Optimas.Pocket;

/// <summary>Measures how well a model does what it was trained for, on names and phrasings that it never saw.</summary>
/// <param name="client">The model.</param>
/// <param name="count">How many examples each figure rests on.</param>
public sealed class SkillStudy(IChatClient client, int count)
{
    private const int Parallelism = 64;

    /// <summary>Measures one skill.</summary>
    /// <param name="skill">The skill.</param>
    /// <param name="handWritten">Instructions that people wrote, each asking for one behaviour.</param>
    /// <param name="temperature">The sampling temperature; 0 takes the likeliest text.</param>
    /// <param name="cancellationToken">Ends the measuring.</param>
    public async Task<SkillScore> MeasureAsync(
        ComponentSkill skill, IReadOnlyList<HandWrittenClause> handWritten, float temperature, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(skill);
        ArgumentNullException.ThrowIfNull(handWritten);
        var plain = await Count(i => Example(skill, i, Part.HeldOut, Part.Seen, asks: false), e => e.IsRight).ConfigureAwait(false);
        var seen = await Count(i => Example(skill, i, Part.HeldOut, Part.Seen, asks: true), e => e.Follows).ConfigureAwait(false);
        var unseen = await Count(i => Example(skill, i, Part.HeldOut, Part.HeldOut, asks: true), e => e.Follows).ConfigureAwait(false);
        var own = handWritten.Where(c => c.Skill == skill.Name).Select(c => c.Read(skill)).ToArray();
        int each = own.Length == 0 ? 0 : Math.Max(1, count / own.Length);
        var hand = await Count(
            i => skill.Create(Random(skill, i, "hand-written"), Part.HeldOut, own[i / each]), e => e.Follows, each * own.Length).ConfigureAwait(false);
        return new(skill.Name, plain, seen, unseen, hand);

        Task<Share> Count(Func<int, PocketExample> create, Func<PocketExample, Predicate<string>> judge, int? number = null) =>
            CountAsync(create, judge, number ?? count, temperature, cancellationToken);
    }

    /// <summary>Measures a skill of the optimizer, which no instruction steers: right replies, on names of either part.</summary>
    /// <param name="skill">The skill.</param>
    /// <param name="cancellationToken">Ends the measuring.</param>
    public async Task<SkillScore> MeasureAsync(Skill skill, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(skill);
        var seen = await CountAsync(i => skill.Create(Random(skill, i, "seen"), Part.HeldOut, Part.Seen), e => e.IsRight, count, 0, cancellationToken).ConfigureAwait(false);
        var unseen = await CountAsync(i => skill.Create(Random(skill, i, "held out"), Part.HeldOut, Part.HeldOut), e => e.IsRight, count, 0, cancellationToken).ConfigureAwait(false);
        return new(skill.Name, default, seen, unseen, default);
    }

    /// <summary>Examples that the model gets wrong, to look at: the reply beside the right one.</summary>
    /// <param name="skill">The skill.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    public async Task<IReadOnlyList<(PocketExample Example, string Reply)>> FindFailuresAsync(ComponentSkill skill, int most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(skill);
        var failures = new List<(PocketExample Example, string Reply)>();
        for (int i = 0; i < count && failures.Count < most; i++)
        {
            var example = Example(skill, i, Part.HeldOut, Part.HeldOut, asks: true);
            string reply = await ReplyAsync(example, temperature: 0, i, cancellationToken).ConfigureAwait(false);
            if (!example.Follows(reply))
                failures.Add((example, reply));
        }

        return failures;
    }

    private async Task<Share> CountAsync(
        Func<int, PocketExample> create, Func<PocketExample, Predicate<string>> judge, int all, float temperature, CancellationToken cancellationToken)
    {
        int good = 0;
        await Parallel.ForAsync(0, all, new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken }, async (i, ct) =>
        {
            var example = create(i);
            if (judge(example)(await ReplyAsync(example, temperature, i, ct).ConfigureAwait(false)))
                Interlocked.Increment(ref good);
        }).ConfigureAwait(false);
        return new(good, all);
    }

    private async Task<string> ReplyAsync(PocketExample example, float temperature, long seed, CancellationToken cancellationToken)
    {
        var user = new ChatMessage(ChatRole.User, example.Input);
        ChatMessage[] messages = example.Instruction.Text.Length == 0 ? [user] : [new(ChatRole.System, example.Instruction.Text), user];
        var response = await client.GetResponseAsync(messages, new() { Temperature = temperature, Seed = seed }, cancellationToken).ConfigureAwait(false);
        return response.Text;
    }

    private static SeededRandom Random(Skill skill, int index, string purpose) => new(0, $"study of {skill.Name}, {purpose}", index);

    private static PocketExample Example(ComponentSkill skill, int index, Part names, Part phrasings, bool asks)
    {
        var random = Random(skill, index, phrasings.ToString());
        var asked = skill.Dimensions.Select(_ => (int?)null).ToImmutableArray();
        if (asks)
        {
            int dimension = index % asked.Length;
            asked = asked.SetItem(dimension, random.Next(skill.Dimensions[dimension].Behaviours.Length));
        }

        return skill.Create(random, names, skill.Phrase(random, phrasings, asked));
    }
}

/// <summary>How well a model has a skill.</summary>
/// <param name="Skill">The skill.</param>
/// <param name="Right">Replies that are right under an instruction that asks for no behaviour.</param>
/// <param name="Seen">Replies that are right and do what a phrasing asks for that the model was trained on.</param>
/// <param name="HeldOut">The same for phrasings of the grammar that it was not trained on.</param>
/// <param name="HandWritten">The same for phrasings that people wrote without the grammar.</param>
public sealed record SkillScore(string Skill, Share Right, Share Seen, Share HeldOut, Share HandWritten);

/// <summary>So many of so many.</summary>
/// <param name="Good">How many were good.</param>
/// <param name="All">How many there were.</param>
public readonly record struct Share(int Good, int All)
{
    /// <summary>The share; NaN of none.</summary>
    public double Value => (double)Good / All;
}
