using System.Collections.Immutable;
using Optimas.Runtime;

namespace Optimas.Pocket;

/// <summary>Candidates with what was said of them.</summary>
/// <param name="Candidates">The candidates, and what is known of the shopper.</param>
/// <param name="Remarks">The comments, one for each candidate.</param>
internal sealed record Decision(Candidates Candidates, ImmutableArray<Remark> Remarks);

/// <summary>Decides between candidates: what comes first, what settles a tie, and how the choice is told.</summary>
internal sealed partial class NextItemSkill : ComponentSkill<Decision>
{
    public override string Name => "shopping.next-item";

    public override double Share => 3;

    public override string Component => "NextItem";

    public override string Description => "Decides which of the candidates the shopper views next.";

    public override ImmutableArray<string> Inputs => ["session", "profiles", "choices"];

    public override string DefaultInstruction => "Choose the product that the shopper views next.";

    protected override Decision CreateTask(SeededRandom random, Part names)
    {
        var candidates = ProfilesSkill.Draw(random, names);
        var remarks = ProfilesSkill.CommentOn(
            candidates, Names.Pick(random, Enum.GetValues<ProfilesSkill.Told>()), Names.Pick(random, Enum.GetValues<ProfilesSkill.Needed>()));
        return new(candidates, remarks);
    }

    protected override void WriteInput(Decision task, IFieldWriter to)
    {
        to.Text("session", task.Candidates.Wish.Text);
        to.Text("profiles", Remark.Render(task.Remarks));
        ProfilesSkill.WriteChoices(task.Candidates.Choices, to);
    }

    protected override string Reply(Decision task, ImmutableArray<int> setting)
    {
        int chosen = Decide(task, (First)setting[0], (Tie)setting[1]);
        return Tell(task.Candidates.Choices, chosen, (Form)setting[2]);
    }

    internal static int Decide(Decision task, First first, Tie tie)
    {
        var choices = task.Candidates.Choices;
        var wish = task.Candidates.Wish;
        return Enumerable.Range(0, choices.Length).MaxBy(i => (10 * Score(i)) + Settle(i));

        int Score(int i) => first switch
        {
            First.Comments => task.Remarks[i].Rank,
            First.Kind => Fits(i),
            First.Brand => HasBrand(i),
            _ => HasColour(i),
        };
        int Settle(int i) => tie switch
        {
            Tie.Brand => HasBrand(i),
            Tie.Colour => HasColour(i),
            Tie.Comments => task.Remarks[i].Rank,
            _ => 0,
        };
        int Fits(int i) => wish.Fits(choices[i].Kind) ? 1 : 0;
        int HasColour(int i) => wish.Features.Contains(choices[i].Colour) ? 1 : 0;
        int HasBrand(int i) => wish.Features.Contains(choices[i].Brand) ? 1 : 0;
    }

    internal static string Tell(ImmutableArray<Product> choices, int chosen, Form form) => form switch
    {
        Form.Number => $"{chosen + 1}",
        Form.Title => choices[chosen].Title,
        _ => $"{choices[chosen].Colour} {choices[chosen].Kind}",
    };

    internal enum First
    {
        Comments,
        Kind,
        Brand,
        Colour,
    }

    internal enum Tie
    {
        Order,
        Brand,
        Colour,
        Comments,
    }

    internal enum Form
    {
        Number,
        Title,
        Looks,
    }
}
