using System.Collections.Immutable;
using Optimas.Tests.Systems;

namespace Optimas.Tests.Graph;

public sealed class SystemGraphTests
{
    [Fact]
    public void Ancestors_and_descendants_are_what_edges_reach()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            // More than 64 components, so that the sets take more than one word.
            var graph = RandomGraph.System(seed % 2 == 0 ? 9 : 80, seed).Graph;
            int count = graph.Components.Length;
            bool[,] reaches = new bool[count, count];
            foreach (var component in graph.Components)
            {
                foreach (int parent in component.Parents)
                {
                    reaches[parent, component.Index] = true;
                    for (int a = 0; a < parent; a++)
                        reaches[a, component.Index] |= reaches[a, parent];
                }
            }

            for (int k = 0; k < count; k++)
            {
                graph.Descendants(k).ShouldBe(Enumerable.Range(0, count).Where(d => reaches[k, d]));
                graph.Ancestors(k).ShouldBe(Enumerable.Range(0, count).Where(a => reaches[a, k]));
            }
        }
    }

    [Fact]
    public void A_predicates_producers_are_parents_too()
    {
        ComponentInfo a = Info("A"), b = Info("B"), c = Info("C", new ComponentInput("a", 0, null)) with { When = [new("b", 1, null)] };
        var graph = new SystemGraph("S", [a, b, c], [2], ImmutableSortedDictionary<string, string>.Empty);

        graph["C"].Parents.ShouldBe([0, 1]);
        graph.Ancestors(2).Count.ShouldBe(2);
        graph["C"].IsConditional.ShouldBeTrue();
    }

    [Fact]
    public void Components_out_of_order_or_with_one_name_are_refused()
    {
        var empty = ImmutableSortedDictionary<string, string>.Empty;
        Should.Throw<ArgumentException>(() => new SystemGraph("S", [Info("A", new ComponentInput("b", 1, null)), Info("B")], [1], empty))
            .Message.ShouldContain("A stands before one of its producers");
        Should.Throw<ArgumentException>(() => new SystemGraph("S", [Info("A"), Info("A")], [1], empty)).Message.ShouldContain("two components called A");
        Should.Throw<ArgumentException>(() => new SystemGraph("S", [Info("A")], [0], empty)["B"]).Message.ShouldContain("it has A");
    }

    [Fact]
    public void The_hash_follows_the_signature_and_nothing_else()
    {
        string hash = Tuning.System().Graph.SignatureHash;

        hash.Length.ShouldBe(16);
        Tuning.System().Graph.SignatureHash.ShouldBe(hash);
        new HandBound<int, double>("Tuning").Add("Words", ["input"], _ => 1.0, [Parameters.OneOf("Count", 1, 1, 2)]).Build()
            .Graph.SignatureHash.ShouldNotBe(hash);
    }

    [Fact]
    public void The_drawing_shows_every_edge_and_what_is_searched()
    {
        var system = new HandBound<string, string>("Drawn")
            .Add("Query", ["input"], c => c.Input, [Parameters.OneOf("K", 1, 1, 2)])
            .Add("Extra", ["Query"], c => c.Input, when: _ => true)
            .Add("Answer", ["Extra", "Query"], c => c.Input)
            .Build();

        string[] lines = system.Graph.ToMermaid().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

        lines.ShouldBe([
            "flowchart LR", "input([input])", "c0[\"Query<br/><i>K</i>\"]", "c1[\"Extra\"]", "c2[\"Answer\"]",
            "input --> c0", "c0 -.-> c1", "c1 --> c2", "c0 --> c2", "c2 --> output([output])",
        ]);
    }

    [Fact]
    public void Sets_of_components_behave_like_sets()
    {
        var random = new SeededRandom(3, "sets");
        for (int round = 0; round < 200; round++)
        {
            int[] left = [.. Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(200))];
            int[] right = [.. Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(200))];
            ComponentSet a = ComponentSet.Of(left), b = ComponentSet.Of(right);

            a.ShouldBe(left.Distinct().Order());
            a.Count.ShouldBe(left.Distinct().Count());
            a.Union(b).ShouldBe(left.Union(right).Order());
            a.Union(b).Equals(b.Union(a)).ShouldBeTrue();
            a.Union(b).GetHashCode().ShouldBe(b.Union(a).GetHashCode());
            Enumerable.Range(-1, 202).ShouldAllBe(k => a.Contains(k) == left.Contains(k));
        }

        ComponentSet.All(3).ToString().ShouldBe("{0, 1, 2}");
        ComponentSet.Of(5).Equals(ComponentSet.Of(5).Union(ComponentSet.Of(130))).ShouldBeFalse();
        Should.Throw<ArgumentOutOfRangeException>(() => ComponentSet.Of(-1));
    }

    private static ComponentInfo Info(string name, params ComponentInput[] inputs) => new(name, "", "string", [.. inputs], []);
}
