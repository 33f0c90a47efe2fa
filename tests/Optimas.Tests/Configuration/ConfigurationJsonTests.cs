using System.Text.Json;
using Optimas.Tests.Systems;

namespace Optimas.Tests.Configuration;

public sealed class ConfigurationJsonTests
{
    private static HandSystem<string, string> System(params int[] widths) => new HandBound<string, string>("Kinds")
        .Add("Query", ["input"], c => c.Input,
        [
            Parameters.Prompt("Instruction", "Ask.\nTwice."), Parameters.Range("Rate", 0.1, 0.001, 1, Scale.Log),
            new SettingParameter("Seed", typeof(long), double.NegativeInfinity),
        ])
        .Add("Plain", ["Query"], c => c.Input)
        .Add("Passages", ["Plain"], c => c.Input,
        [
            Parameters.OneOf("Width", 1, widths.Length == 0 ? [1, 2, 3] : widths), Parameters.Model("Model", "small", "small", "large"),
            Parameters.OneOf("Exact", true, true, false),
        ])
        .Build();

    [Fact]
    public void A_configuration_goes_to_JSON_and_back()
    {
        var system = System();
        var changed = system.Default.With("Query.Instruction", "line one\n\n\"line\" {two} Ä漢").With("Query.Rate", 0.3).With("Query.Seed", 7L)
            .With("Passages.Width", 3).With("Passages.Model", "large").With("Passages.Exact", false);

        ConfigurationJson.Read(changed.ToJson(), system.Default).ShouldBe(changed);
        ConfigurationJson.Read(system.Default.ToJson(), changed).ShouldBe(system.Default, "every field is written, null ones too");
        using var document = JsonDocument.Parse(changed.ToJson());
        document.RootElement.GetProperty("components").GetProperty("Passages").GetProperty("Width").GetInt32().ShouldBe(3);
        document.RootElement.GetProperty("signatureHash").GetString().ShouldBe(system.Graph.SignatureHash);
    }

    [Fact]
    public void Fields_that_are_left_out_keep_their_defaults()
    {
        var system = System();

        var read = ConfigurationJson.Read("""{"components":{"Passages":{"Width":2}}}""", system.Default);

        read.ShouldBe(system.Default.With("Passages.Width", 2));
    }

    [Fact]
    public void A_local_reward_travels_with_the_configuration()
    {
        var system = System();
        var reward = new HashedReward([0, 1.5f, 0, -2]);
        var chosen = (HandConfiguration)system.Default.WithComponent(2, system.Default.GetComponent(2)! with { Selector = new(reward) });

        var read = ConfigurationJson.Read(chosen.ToJson(), system.Default);

        read.ShouldBe(chosen);
        read.GetComponent(2)!.Selector.ShouldNotBeNull();
        system.Default.Diff(read).Single().Field.ShouldBe("Passages.Selector");
    }

    [Theory]
    [InlineData("nonsense", "not valid JSON")]
    [InlineData("[]", "A configuration is a JSON object, but this is Array")]
    [InlineData("{}", "no object \"components\"")]
    [InlineData("""{"system":"Other","components":{}}""", "made for Other, not for Kinds")]
    [InlineData("""{"signatureHash":"0123456789abcdef","components":{}}""", "its hash was 0123456789abcdef and is ")]
    [InlineData("""{"signature":{"A":"x","A":"y"},"components":{}}""", "A is gone")]
    [InlineData("""{"components":{"Nothing":{}}}""", "no configurable component called Nothing")]
    [InlineData("""{"components":{"Plain":{}}}""", "no configurable component called Plain")]
    [InlineData("""{"components":{"Passages":3}}""", "Passages must be a JSON object")]
    [InlineData("""{"components":{"Passages":{"Depth":3}}}""", "no field called Depth; it has Width, Model, Exact")]
    [InlineData("""{"components":{"Passages":{"Width":7}}}""", "Passages.Width must be one of 1, 2, 3, but is 7")]
    [InlineData("""{"components":{"Passages":{"Width":"2"}}}""", "Passages.Width is \"2\", which is not a value of type Int32")]
    [InlineData("""{"components":{"Passages":{"Width":null}}}""", "Passages.Width must be one of 1, 2, 3, but is null")]
    [InlineData("""{"components":{"Query":{"Rate":2}}}""", "Query.Rate must lie in [0.001, 1], but is 2")]
    [InlineData("""{"components":{"Query":{"Instruction":null}}}""", "Query.Instruction must be a text")]
    [InlineData("""{"components":{"Query":{"Selector":{"kind":"unheard of"}}}}""", "unheard of")]
    public void What_is_wrong_is_said(string json, string expected)
    {
        var system = System();
        Should.Throw<ConfigurationException>(() => ConfigurationJson.Read(json, system.Default)).Message.ShouldContain(expected);
        if (json[0] is '{' or '[')
        {
            using var document = JsonDocument.Parse(json);
            Should.Throw<ConfigurationException>(() => ConfigurationJson.Read(document.RootElement, system.Default)).Message.ShouldContain(expected);
        }
    }

    [Fact]
    public void A_configuration_for_another_signature_names_what_drifted()
    {
        string saved = System(1, 2, 3).Default.ToJson();
        var now = System(1, 2, 5);

        var e = Should.Throw<ConfigurationException>(() => ConfigurationJson.Read(saved, now.Default));

        e.Message.ShouldContain("optimized for another signature of Kinds");
        e.Message.ShouldContain("Passages.Width was Int32 in [1, 2, 3] and is Int32 in [1, 2, 5]");
        e.Message.ShouldNotContain("Query.Rate");
    }

    [Fact]
    public void Fields_that_came_or_went_are_drift()
    {
        var before = new HandBound<string, string>("S").Add("A", ["input"], c => c.Input, [Parameters.OneOf("Old", 1, 1, 2)]).Build();
        var after = new HandBound<string, string>("S").Add("A", ["input"], c => c.Input, [Parameters.OneOf("New", 1, 1, 2)]).Build();

        string message = Should.Throw<ConfigurationException>(() => ConfigurationJson.Read(before.Default.ToJson(), after.Default)).Message;

        message.ShouldContain("A.New is new");
        message.ShouldContain("A.Old is gone");
    }

    [Fact]
    public void Illegal_values_are_rejected_when_they_are_set()
    {
        var system = System();

        Should.Throw<ConfigurationException>(() => system.Default.With("Passages.Width", 9)).Message
            .ShouldBe("Passages.Width must be one of 1, 2, 3, but is 9.");
        Should.Throw<ConfigurationException>(() => system.Default.With("Query.Instruction", null));
    }
}
