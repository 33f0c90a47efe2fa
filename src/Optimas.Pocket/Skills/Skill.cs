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
    /// <inheritdoc/>
    public sealed override PocketExample Create(SeededRandom random, Part names, Part phrasings) =>
        Create(random, names, Compose(random, phrasings));

    /// <inheritdoc/>
    public sealed override PocketExample Create(SeededRandom random, Part names, Instruction instruction)
    {
        var task = CreateTask(random, names);
        var setting = Settle(instruction.Asked, random);
        string reply = Reply(task, setting);
        return new(Name, instruction, TextRenderer.Render(to => WriteInput(task, to)), reply)
        {
            IsRight = text => Settings().Any(s => Reply(task, s) == text.Trim()),
            Follows = text => Settings().Any(s => Fits(s, instruction) && Reply(task, s) == text.Trim()),
        };
    }

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

    private ImmutableArray<int> Settle(IEnumerable<int?> wanted, SeededRandom random) =>
    [
        .. wanted.Select((asked, i) => asked ?? random.NextIndex([.. Dimensions[i].Behaviours.Select(b => b.Share)])),
    ];

    private static bool Fits(ImmutableArray<int> setting, Instruction instruction) =>
        instruction.Asked.Select((asked, i) => asked is null || asked == setting[i]).All(fits => fits);

    internal sealed override ReplyContrast? Contrast(SeededRandom random, Part names)
    {
        var task = CreateTask(random, names);
        var worse = Settle(Dimensions.Select(_ => (int?)null), random);
        var better = worse;
        int changes = random.NextIndex([0.1, 0.6, 0.3]);
        foreach (int d in random.Shuffle(Enumerable.Range(0, Dimensions.Length)).Take(changes))
            better = better.SetItem(d, (worse[d] + 1 + random.Next(Dimensions[d].Behaviours.Length - 1)) % Dimensions[d].Behaviours.Length);
        // A misread input: what would be the reply to another one.
        string lost = Reply(changes == 0 ? CreateTask(random, names) : task, worse), won = Reply(task, better);
        if (lost == won)
            return null;
        return new(
            TextRenderer.Render(to => WriteInput(task, to)),
            lost,
            won,
            [.. Enumerable.Range(0, Dimensions.Length).Where(d => worse[d] != better[d] && Reply(task, worse.SetItem(d, better[d])) != lost).Select(d => (d, better[d]))]);
    }

    private IEnumerable<ImmutableArray<int>> Settings() => Dimensions.Aggregate<Dimension, IEnumerable<ImmutableArray<int>>>(
        [[]], (settings, d) => settings.SelectMany(s => Enumerable.Range(0, d.Behaviours.Length).Select(b => s.Add(b))));
}

/// <summary>What a component's skill says of itself, whatever its tasks.</summary>
public abstract class ComponentSkill : Skill
{
    private const double DefaultShare = 0.1, PlainShare = 0.25, AskedShare = 0.6;

    // How often the task goes unsaid where something is asked for, since people's clauses often say it too; and how often it comes last.
    private const double UnsaidShare = 0.25, LastShare = 0.1, FillerShare = 0.08;

    // What people say besides, and what asks for nothing.
    private static readonly Phrasing s_fillers = Phrasing.Of(
        "(You are|Act as) (a|an) (helpful|careful|experienced|precise|friendly|expert) (assistant|colleague|professional|specialist|helper).",
        "(Take your time|Think (well|carefully|twice|it over)|Work carefully|Do your best|Be careful|Pay attention|Concentrate)[, please].",
        "(Read|Look at|Study) what you get with [more] care.",
        "(This|The task|Your work) is (important|part of a pipeline|one step of many).",
        "(Another|The next) (step|program|model) (uses|reads|depends on) (your reply|what you write).",
        "Thank you[ very much| in advance].",
        "(Make|Try to make) no mistakes.");

    private readonly Lazy<Phrasebook> _phrasebook;

    /// <summary>A skill whose phrasings come from its own grammar and from the phrasebook of its name.</summary>
    protected ComponentSkill() => _phrasebook = new(() => Phrasebook.Of(Name));

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
        return Phrase(random, phrasings, asked, random.NextDouble() < 0.15 ? DefaultInstruction : Draw(Tasks, "tasks", random, phrasings));
    }

    /// <summary>A sentence that asks for a behaviour.</summary>
    internal string Clause(int dimension, int behaviour, SeededRandom random, Part phrasings)
    {
        var (name, behaviours) = (Dimensions[dimension].Name, Dimensions[dimension].Behaviours);
        return Draw(behaviours[behaviour].Clauses, $"{name}.{behaviours[behaviour].Name}", random, phrasings);
    }

    /// <summary>The sentences that a critique may use to ask for a behaviour: few of the many, so that there is little to choose but the behaviour.</summary>
    internal ImmutableArray<string> Advice(int dimension, int behaviour) =>
    [
        .. Enumerable.Range(0, 3).Select(i => Dimensions[dimension].Behaviours[behaviour].Clauses.Draw(new SeededRandom(0, "advice", i), Part.Seen)),
    ];

    /// <summary>Two replies to one input; null where chance made them alike.</summary>
    internal abstract ReplyContrast? Contrast(SeededRandom random, Part names);

    // Each of the three authors says it about as often.
    private string Draw(Phrasing own, string section, SeededRandom random, Part phrasings) =>
        (_phrasebook.Value[section] is { } others && random.Next(3) > 0 ? others : own).Draw(random, phrasings);

    private ImmutableArray<int?> NothingAsked => [.. Dimensions.Select(_ => (int?)null)];

    private Instruction Phrase(SeededRandom random, Part phrasings, ImmutableArray<int?> asked, string task)
    {
        ImmutableArray<InstructionPart> clauses =
        [
            .. random.Shuffle(asked.Select((b, i) => (b, i)).Where(a => a.b is not null).Select(a => new InstructionPart(a.i, Clause(a.i, a.b!.Value, random, phrasings)))),
        ];
        if (random.NextDouble() < FillerShare)
            clauses = clauses.Insert(random.Next(clauses.Length + 1), new(null, s_fillers.Draw(random)));
        double place = random.NextDouble();
        var said = new InstructionPart(null, task);
        return Instruction.Of(
            clauses.Any(c => c.Dimension is not null) && place < UnsaidShare ? clauses : place > 1 - LastShare ? clauses.Add(said) : clauses.Insert(0, said), asked);
    }
}
