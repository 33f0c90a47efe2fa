namespace Optimas.Tests.Generated;

/// <summary>The generated Graph.</summary>
public sealed class GraphTests
{
    [Fact]
    public void Components_stand_in_topological_order_with_what_they_declare()
    {
        var graph = Library.Graph;
        graph.Name.ShouldBe("Library");
        graph.Components.Select(c => c.Name).ShouldBe(["Keywords", "Books", "Judged", "Certainty", "Answer"]);
        graph["Keywords"].Description.ShouldBe("Turns the question into keywords.");
        graph["Judged"].Description.ShouldBe("");
        graph["Books"].OutputType.ShouldBe("IReadOnlyList<Book>");
        graph["Judged"].Inputs.ShouldBe([new("question", null, "Question"), new("books", 1, null), new("limit", null, "Limit")]);
        graph["Certainty"].Inputs.ShouldBe([new("confidence", 2, "Confidence")]);
        graph.Outputs.ShouldBe([4]);
        graph.Ancestors(3).ShouldBe([0, 1, 2]);
        graph.Descendants(1).ShouldBe([2, 3, 4]);
    }

    [Fact]
    public void Predicates_are_edges_too()
    {
        var right = Forked.Graph["Right"];
        right.IsConditional.ShouldBeTrue();
        right.When.ShouldBe([new("trimmed", 0, null)]);
        Forked.Graph.Outputs.ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void The_search_space_says_what_may_be_searched()
    {
        Library.Graph.Fields.Where(f => f.Parameter.IsSearched).Select(f => f.Name).ShouldBe(
        [
            "Keywords.Prompt", "Keywords.Words", "Keywords.ModelId", "Books.Count", "Judged.Prompt", "Certainty.Prompt",
            "Certainty.Temperature", "Certainty.Weights",
        ]);
        Library.Graph["Keywords"].Parameters.OfType<DiscreteParameter>().Select(p => p.IsModelChoice).ShouldBe([false, true]);
        Choosing.Graph["Shifted"].Parameters.ShouldHaveSingleItem().IsPerInput.ShouldBeTrue();
        var weight = Plain.Graph["Weighted"].Parameters[0].ShouldBeOfType<ContinuousParameter>();
        (weight.Min, weight.Max, weight.Scale, weight.DefaultValue).ShouldBe((0.01, 100, Scale.Log, 2.0));
        Plain.Graph["Weighted"].Parameters[1].DefaultValue.ShouldBe(1);
        Library.Graph["Keywords"].Parameters[0].ShouldBeOfType<PromptParameter>().Placeholders.ShouldBe(["question", "words"], ignoreOrder: true);
    }

    [Fact]
    public void The_drawing_shows_edges_and_what_is_searched()
    {
        string drawing = Forked.Graph.ToMermaid();
        drawing.ShouldContain("c0[\"Trimmed\"]");
        drawing.ShouldContain("c2[\"Right<br/><i>Times</i>\"]");
        drawing.ShouldContain("input --> c0");
        drawing.ShouldContain("c0 -.-> c2");
        drawing.ShouldContain("c3 --> output");
    }

    [Fact]
    public void The_signature_names_components_and_fields()
    {
        Chained.Graph.Signature.ShouldBe(new Dictionary<string, string>
        {
            ["First"] = "(input: input) -> string",
            ["Second"] = "(first: First) -> int when Goes(first: First)",
            ["Third"] = "(first: First, second: Second) -> string",
            ["Third.Mark"] = "string: \".\", \"!\"",
        });
        Chained.Graph.SignatureHash.Length.ShouldBe(16);
        Chained.Graph.SignatureHash.ShouldNotBe(Plain.Graph.SignatureHash);
    }
}
