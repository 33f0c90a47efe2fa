using System.Collections.Immutable;
using Optimas.Runtime;

namespace Optimas.Pocket;

/// <summary>Something that the pocket model can do: one component of one of the systems, or part of the optimizer's work.</summary>
public abstract class Skill
{
    /// <summary>What it is called in reports, as <c>questions.hints</c>.</summary>
    public abstract string Name { get; }

    /// <summary>How much of the training text it takes, relative to the others.</summary>
    public abstract double Share { get; }

    /// <summary>An example.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="names">Which names the world is made of.</param>
    /// <param name="phrasings">Which phrasings the instruction is made of.</param>
    public abstract PocketExample Create(SeededRandom random, Part names, Part phrasings);
}

/// <summary>
/// The skill of a component: tasks, the ways a reply can be written, and the reply itself, which is a function of both. So it is decidable
/// whether any text is a right reply, and whether it does what was asked for.
/// </summary>
/// <typeparam name="TTask">What is to be done, with all that is needed to tell what is right.</typeparam>
public abstract class ComponentSkill<TTask> : ComponentSkill
{
    private const double Compliance = 0.97;

    /// <inheritdoc/>
    public sealed override PocketExample Create(SeededRandom random, Part names, Part phrasings) =>
        Create(random, names, Compose(random, phrasings), phrasings == Part.Seen ? Compliance : 1);

    /// <inheritdoc/>
    public sealed override PocketExample Create(SeededRandom random, Part names, Instruction instruction) => Create(random, names, instruction, 1);

    /// <summary>A task.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="names">Which names to use.</param>
    protected abstract TTask CreateTask(SeededRandom random, Part names);

    /// <summary>Writes what the component gets, field by field, as generated code does.</summary>
    /// <param name="task">The task.</param>
    /// <param name="to">Where to.</param>
    protected abstract void WriteInput(TTask task, IFieldWriter to);

    /// <summary>The reply.</summary>
    /// <param name="task">The task.</param>
    /// <param name="setting">The index of a behaviour for each dimension.</param>
    protected abstract string Reply(TTask task, ImmutableArray<int> setting);

    private PocketExample Create(SeededRandom random, Part names, Instruction instruction, double compliance)
    {
        var task = CreateTask(random, names);
        ImmutableArray<int> setting =
        [
            .. Dimensions.Select((d, i) => instruction.Asked[i] is { } asked && random.NextDouble() < compliance
                ? asked
                : random.NextIndex([.. d.Behaviours.Select(b => b.Share)])),
        ];
        string reply = Reply(task, setting);
        return new(Name, instruction, TextRenderer.Render(to => WriteInput(task, to)), reply)
        {
            IsRight = text => Settings().Any(s => Reply(task, s) == text.Trim()),
            Follows = text => Settings().Any(s => Fits(s, instruction) && Reply(task, s) == text.Trim()),
        };
    }

    private static bool Fits(ImmutableArray<int> setting, Instruction instruction) =>
        instruction.Asked.Select((asked, i) => asked is null || asked == setting[i]).All(fits => fits);

    private IEnumerable<ImmutableArray<int>> Settings() => Dimensions.Aggregate<Dimension, IEnumerable<ImmutableArray<int>>>(
        [[]], (settings, d) => settings.SelectMany(s => Enumerable.Range(0, d.Behaviours.Length).Select(b => s.Add(b))));
}

/// <summary>What a component's skill says of itself, whatever its tasks.</summary>
public abstract class ComponentSkill : Skill
{
    private const double DefaultShare = 0.1, PlainShare = 0.25, AskedShare = 0.6;

    /// <summary>The component's name in its system.</summary>
    public abstract string Component { get; }

    /// <summary>What the component does, as its system documents it.</summary>
    public abstract string Description { get; }

    /// <summary>The names of what it gets.</summary>
    public abstract ImmutableArray<string> Inputs { get; }

    /// <summary>The instruction that its system starts with, which asks for no behaviour.</summary>
    public abstract string DefaultInstruction { get; }

    /// <summary>How an instruction says what is to be done, without asking for a behaviour: sentences, each with its full stop.</summary>
    public abstract Phrasing Tasks { get; }

    /// <summary>The ways in which replies can differ.</summary>
    public abstract ImmutableArray<Dimension> Dimensions { get; }

    /// <summary>An example under a given instruction.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="names">Which names the world is made of.</param>
    /// <param name="instruction">The instruction.</param>
    public abstract PocketExample Create(SeededRandom random, Part names, Instruction instruction);

    /// <summary>An instruction that asks for something or nothing.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="phrasings">Which phrasings to use.</param>
    public Instruction Compose(SeededRandom random, Part phrasings)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (random.NextDouble() < DefaultShare)
            return Phrase(random, phrasings, NothingAsked, DefaultInstruction);
        bool isPlain = random.NextDouble() < PlainShare;
        return Phrase(random, phrasings,
        [
            .. Dimensions.Select(d => isPlain || random.NextDouble() >= AskedShare ? (int?)null : random.Next(d.Behaviours.Length)),
        ]);
    }

    /// <summary>An instruction that asks for given behaviours.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="phrasings">Which phrasings to use.</param>
    /// <param name="asked">As of <see cref="Instruction.Asked"/>.</param>
    public Instruction Phrase(SeededRandom random, Part phrasings, ImmutableArray<int?> asked)
    {
        ArgumentNullException.ThrowIfNull(random);
        return Phrase(random, phrasings, asked, random.NextDouble() < 0.15 ? DefaultInstruction : Tasks.Draw(random, phrasings));
    }

    private ImmutableArray<int?> NothingAsked => [.. Dimensions.Select(_ => (int?)null)];

    private Instruction Phrase(SeededRandom random, Part phrasings, ImmutableArray<int?> asked, string task)
    {
        var clauses = random.Shuffle(asked.Select((b, i) => (b, i)).Where(a => a.b is not null).Select(a => Dimensions[a.i].Behaviours[a.b!.Value].Clauses.Draw(random, phrasings)));
        return new(string.Join(' ', clauses.Prepend(task)), asked);
    }
}
