using System.Collections.Immutable;
using Optimas.Runtime;

namespace Optimas.Pocket;

/// <summary>Sums up what a shopper looks for: which views count, what is told of them, and how closely.</summary>
public sealed partial class SessionSkill : ComponentSkill<ShoppingSession>
{
    private const int RecentViews = 3;

    /// <inheritdoc/>
    public override string Name => "shopping.session";

    /// <inheritdoc/>
    public override double Share => 2.2;

    /// <inheritdoc/>
    public override string Component => "Session";

    /// <inheritdoc/>
    public override string Description => "Sums up what the shopper looks for, from the products viewed.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Inputs => ["sequence"];

    /// <inheritdoc/>
    public override string DefaultInstruction => "Summarize what the shopper is looking for.";

    /// <inheritdoc/>
    protected override ShoppingSession CreateTask(SeededRandom random, Part names) => ShoppingSession.Create(random, names);

    /// <inheritdoc/>
    protected override void WriteInput(ShoppingSession task, IFieldWriter to)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(to);
        to.Text("sequence", string.Join('\n', task.Views.Select(v => v.Title)));
    }

    /// <inheritdoc/>
    protected override string Reply(ShoppingSession task, ImmutableArray<int> setting)
    {
        ArgumentNullException.ThrowIfNull(task);
        return Summarize(task.Views, (Span)setting[0], (Told)setting[1], (Subject)setting[2]).Text;
    }

    internal static Wish Summarize(ImmutableArray<Product> views, Span span, Told told, Subject subject)
    {
        ImmutableArray<Product> seen = [.. views.TakeLast(span switch
        {
            Span.Recent => RecentViews,
            Span.All => views.Length,
            _ => 1,
        })];
        string kind = MostCommon(seen.Select(v => v.Kind)).Value;
        var features = Enum.GetValues<Feature>().Select(f => MostCommon(seen.Select(v => v[f]))).ToImmutableArray();
        return new(
            subject == Subject.Kind ? kind : Catalogue.DepartmentOf(kind),
            told switch
            {
                Told.KindAlone => [],
                Told.Brand => [features[(int)Feature.Brand].Value],
                Told.Habit => [features.MaxBy(f => f.Count).Value],
                _ => [.. features.Select(f => f.Value)],
            });
    }

    // Of values that are equally common the one seen last.
    private static (string Value, int Count) MostCommon(IEnumerable<string> values)
    {
        var last = values.Reverse().GroupBy(v => v).MaxBy(g => g.Count())!;
        return (last.Key, last.Count());
    }

    internal enum Span
    {
        Recent,
        All,
        Last,
    }

    internal enum Told
    {
        KindAlone,
        Brand,
        Habit,
        Everything,
    }

    internal enum Subject
    {
        Kind,
        Department,
    }
}
