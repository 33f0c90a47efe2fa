using System.Text;
using System.Text.Json;
using Optimas.Runtime;

namespace Optimas.Tests.Rewards;

public sealed class ObservationTests
{
    private static readonly Observation s_observation = Observation.Of(
        w =>
        {
            w.Text("question", "Who founded the Acme works?");
            w.BeginList("passages", 2);
            w.Text("", "Acme was founded by Ada Bell.");
            w.Text("", "Bell was born in 1901.");
            w.EndList();
        },
        w =>
        {
            w.BeginObject("output");
            w.Text("answer", "Ada Bell founded Acme");
            w.Number("confidence", 0.75);
            w.Flag("sure", true);
            w.Null("note");
            w.BeginList("sources", 2);
            w.Number("", 3);
            w.Number("", 5);
            w.EndList();
            w.EndObject();
        });

    [Theory]
    [InlineData("output.answer characters", 21)]
    [InlineData("output.answer words", 4)]
    [InlineData("output.confidence", 0.75)]
    [InlineData("output.sure", 1)]
    [InlineData("output.note missing", 1)]
    [InlineData("output.sources count", 2)]
    [InlineData("output.sources", 4)]
    [InlineData("copied words", 1)]
    [InlineData("new words", 0)]
    [InlineData("capitalised words", 0.75)]
    [InlineData("kept of question", 0.4)]
    [InlineData("words with digits", 0)]
    public void Types_and_texts_give_features_away(string name, double value) =>
        s_observation.Features.Single(f => f.Name == name).Value.ShouldBe(value, 1e-12);

    [Fact]
    public void Values_that_are_no_finite_number_do_not_spoil_the_features()
    {
        var observation = Observation.Of(_ => { }, w =>
        {
            w.Number("output", double.NaN);
            w.Text("empty", "");
        });

        observation.Features.ShouldAllBe(f => double.IsFinite(f.Value));
        observation.Features.ShouldContain(new Feature("output not finite", 1));
    }

    [Fact]
    public void Equal_texts_are_equal_observations()
    {
        Synthetic.Text("q", "a").ShouldBe(Synthetic.Text("q", "a"));
        Synthetic.Text("q", "a").GetHashCode().ShouldBe(Synthetic.Text("q", "a").GetHashCode());
        Synthetic.Text("q", "a").ShouldNotBe(Synthetic.Text("q", "b"));
        Synthetic.Text("q", "a").ShouldNotBe(Synthetic.Text("p", "a"));
    }

    [Fact]
    public void Json_loses_nothing()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            s_observation.Write(writer);
        using var json = JsonDocument.Parse(buffer.ToArray());

        var again = Observation.Read(json.RootElement);

        again.ShouldBe(s_observation);
        again.Features.ShouldBe(s_observation.Features);
        using var other = JsonDocument.Parse("""{"input":"q"}""");
        Should.Throw<JsonException>(() => Observation.Read(other.RootElement));
    }
}
