using FsCheck;
using FsCheck.Fluent;
using Optimas.Runtime;

namespace Optimas.Tests.Scoring;

public sealed class RelationTests
{
    private static readonly Observation s_observation = Observation.Of(
        w =>
        {
            w.Text("question", "Who founded Acme Works in Basin?");
            Hits(w, "found", ("Basin", 1), ("Acme", 0.5), ("Ada Bell (engineer)", 0.25), ("Cedar", 0.125));
        },
        w => Hits(w, "output", ("Acme Works", 9), ("Ada Bell", 8), ("Delta", 7)));

    [Theory]
    [InlineData("output.title within question: mean", 1 / 3.0)]
    [InlineData("output.title within question: whole", 1)]
    [InlineData("output.title within question: first", 1)]
    [InlineData("output.title within question: second", 0)]
    [InlineData("output.title within question: rank of the first whole", 1)]
    [InlineData("output.title within found.title: largest", 1)]
    [InlineData("output.title within found.title: rank of the first whole", 0.5)]
    [InlineData("output.title naming found.title: share", 2 / 3.0)]
    [InlineData("output.title naming found.title: none", 1)]
    [InlineData("output.title naming found.title: rank of the first", 0.5)]
    [InlineData("output.title naming found.title: rank of the second", 1 / 3.0)]
    [InlineData("output.title naming found.title: rank of the last", 0)]
    [InlineData("output.title naming found.title: found.score of the second", 0.25)]
    [InlineData("output.title naming found.title: found.score, sum", 0.75)]
    [InlineData("found.title covered by output.title: mean", (0 + 1 + 2 / 3.0 + 0) / 4)]
    [InlineData("found.title covered by output.title: first", 0)]
    [InlineData("found.title covered by output.title: found.score", (0.5 + 0.25 * 2 / 3) / 1.875)]
    public void Items_of_lists_are_related_to_the_inputs(string name, double value) =>
        s_observation.Features.Single(f => f.Name == name).Value.ShouldBe(value, 1e-12);

    [Fact]
    public void Features_have_one_name_each() =>
        s_observation.Features.Select(f => f.Name).ShouldBeUnique();

    [Fact]
    public void An_items_nested_lists_belong_to_it()
    {
        var observation = Observation.Of(
            w =>
            {
                w.BeginList("pages", 2);
                foreach (string page in new[] { "amber", "basin" })
                {
                    w.BeginObject("");
                    w.BeginList("lines", 2);
                    w.Text("", page);
                    w.Text("", "cedar");
                    w.EndList();
                    w.Text("title", $"{page} page");
                    w.EndObject();
                }

                w.EndList();
            },
            w => w.Text("output", "basin page"));

        observation.Features.ShouldContain(new Feature("output naming pages.title: rank", 0.5));
        observation.Features.ShouldContain(new Feature("output naming pages.lines: rank", 0.5));
    }

    [Fact]
    public void Whatever_is_visited_gives_finite_features_of_bounded_number()
    {
        var numbers = Gen.Elements(0, -1, 1e308, double.NaN, double.PositiveInfinity, 0.5);
        var texts = Gen.Elements("", "  ", "Acme", "acme works", "Ada\nBell", "(!)", null);
        var items = (from text in texts from number in numbers select (text, number)).ListOf();
        var visits = from lists in items.ListOf() from alone in texts select (lists, alone);

        Prop.ForAll(Arb.From(from input in visits from output in visits select (input, output)), c =>
        {
            Observation Observe() => Observation.Of(w => Visit(w, c.input.lists, c.input.alone), w => Visit(w, c.output.lists, c.output.alone));
            var features = Observe().Features;
            return features.All(f => double.IsFinite(f.Value)) && features.Length < 1000 && features.SequenceEqual(Observe().Features);
        }).QuickCheckThrowOnFailure();
    }

    private static void Visit(IFieldWriter writer, IEnumerable<IList<(string? Text, double Number)>> lists, string? alone)
    {
        writer.Text("alone", alone);
        int field = 0;
        foreach (var items in lists)
            Hits(writer, $"list{field++}", [.. items]);
    }

    private static void Hits(IFieldWriter writer, string name, params (string? Title, double Score)[] hits)
    {
        writer.BeginList(name, hits.Length);
        foreach (var (title, score) in hits)
        {
            writer.BeginObject("");
            writer.Text("title", title);
            writer.Number("score", score);
            writer.EndObject();
        }

        writer.EndList();
    }
}
