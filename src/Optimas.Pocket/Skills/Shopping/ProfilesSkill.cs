using System.Collections.Immutable;
using Optimas.Runtime;

namespace Optimas.Pocket;

/// <summary>Candidates and what is known of the shopper.</summary>
/// <param name="Wish">What the shopper seems to look for.</param>
/// <param name="Choices">The candidates.</param>
internal sealed record Candidates(Wish Wish, ImmutableArray<Product> Choices);

/// <summary>Comments on candidates: what is told of each, and which of them are worth a comment.</summary>
internal sealed partial class ProfilesSkill : ComponentSkill<Candidates>
{
    public override string Name => "shopping.profiles";

    public override double Share => 4.5;

    public override string Component => "Profiles";

    public override string Description => "Comments on each candidate, in the light of the session.";

    public override ImmutableArray<string> Inputs => ["session", "choices"];

    public override string DefaultInstruction => "Comment on each of the candidates.";

    protected override Candidates CreateTask(SeededRandom random, Part names) => Draw(random, names);

    protected override void WriteInput(Candidates task, IFieldWriter to) => WriteCandidates(task, to);

    protected override string Reply(Candidates task, ImmutableArray<int> setting) =>
        Remark.Render(CommentOn(task, (Told)setting[0], (Needed)setting[1]));

    internal static Candidates Draw(SeededRandom random, Part names)
    {
        var session = ShoppingSession.Create(random, names);
        var wish = SessionSkill.Summarize(
            session.Views,
            Names.Pick(random, Enum.GetValues<SessionSkill.Span>()),
            Names.Pick(random, Enum.GetValues<SessionSkill.Told>()),
            Names.Pick(random, Enum.GetValues<SessionSkill.Subject>()));
        // Summaries can be wrong: a word of another session.
        if (random.NextDouble() < 0.06)
            wish = wish with { Subject = Names.Pick(random, Catalogue.Kinds) };
        if (random.NextDouble() < 0.06)
            wish = wish with { Features = [.. wish.Features.Take(1).Prepend(Names.Pick(random, Catalogue.Colours)).Distinct()] };
        return new(wish, session.Choices);
    }

    internal static ImmutableArray<Remark> CommentOn(Candidates task, Told told, Needed needed) => [.. task.Choices.Select(choice =>
    {
        bool fits = task.Wish.Fits(choice.Kind);
        var features = task.Wish.SharedWith(choice);
        bool worth = needed switch
        {
            Needed.Kind => fits,
            Needed.Brand => features.Contains(choice.Brand),
            _ => true,
        };
        ImmutableArray<string> shared = fits ? [choice.Kind, .. features] : features;
        return !worth ? Remark.Grade(0) : told switch
        {
            Told.Shared => Remark.Of(shared),
            Told.Kind => Remark.Of([choice.Kind]),
            Told.Looks => Remark.Of([choice.Brand, choice.Colour]),
            _ => Remark.Grade(shared.Length),
        };
    })];

    internal static void WriteCandidates(Candidates task, IFieldWriter to)
    {
        to.Text("session", task.Wish.Text);
        WriteChoices(task.Choices, to);
    }

    internal static void WriteChoices(ImmutableArray<Product> choices, IFieldWriter to)
    {
        to.BeginList("choices", choices.Length);
        foreach (var choice in choices)
            to.Text("", choice.Title);
        to.EndList();
    }

    internal enum Told
    {
        Shared,
        Kind,
        Looks,
        Grade,
    }

    internal enum Needed
    {
        Kind,
        Nothing,
        Brand,
    }
}
