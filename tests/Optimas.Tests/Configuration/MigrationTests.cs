using Optimas.Tests.Generated;
using Optimas.Tests.Systems;

namespace Optimas.Tests.Configuration;

/// <summary>Configurations that were saved for an earlier signature.</summary>
public sealed class MigrationTests
{
    private static readonly HandSystem<string, string> s_before = new HandBound<string, string>("Kinds")
        .Add("Query", ["input"], c => c.Input, [Parameters.Prompt("Instruction", "Ask."), Parameters.Range("Rate", 0.1, 0.001, 1, Scale.Log)])
        .Add("Passages", ["Query"], c => c.Input, [Parameters.PerInput("Width", 1, 1, 2, 3), Parameters.Model("Model", "small", "small", "large"), Parameters.OneOf("Old", 1, 1, 2)])
        .Add("Gone", ["Passages"], c => c.Input, [Parameters.OneOf("Way", "a", "a", "b")])
        .Build();

    private static readonly HandSystem<string, string> s_now = new HandBound<string, string>("Kinds")
        .Add("Query", ["input"], c => c.Input, [Parameters.Prompt("Instruction", "Say."), Parameters.Range("Rate", 0.2, 0.1, 1, Scale.Log)])
        .Add("Passages", ["Query"], c => c.Input, [Parameters.PerInput("Width", 1, 1, 2, 3, 5), Parameters.Model("Model", "tiny", "tiny", "small"), Parameters.OneOf("New", 7, 7, 8)])
        .Add("Answer", ["Passages"], c => c.Input)
        .Build();

    private static string Saved(bool selects = false)
    {
        var saved = s_before.Default.With("Query.Instruction", "Ask twice.").With("Query.Rate", 0.01).With("Passages.Width", 3)
            .With("Passages.Model", "large").With("Gone.Way", "b");
        return (selects ? saved.WithComponent(1, saved.GetComponent(1)! with { Selector = new(new HashedReward([0, 1.5f])) }) : saved).ToJson();
    }

    [Fact]
    public void Loading_says_of_each_drifted_field_what_becomes_of_its_value_and_how_to_migrate()
    {
        string message = Should.Throw<ConfigurationException>(() => ConfigurationJson.Read(Saved(), s_now.Default)).Message;

        message.ShouldContain("Passages.Width was Int32 in [1, 2, 3] and is Int32 in [1, 2, 3, 5]: its value 3 is still legal");
        message.ShouldContain("Query.Rate was Double from 0.001 to 1 and is Double from 0.1 to 1: its value 0.01 is no longer legal");
        message.ShouldContain("Passages.Model was String in [small, large] and is String in [tiny, small]: its value \"large\" is no longer legal");
        message.ShouldContain("Passages.New is new;");
        message.ShouldContain("Passages.Old is gone: its value 1 has no place");
        message.ShouldContain("Gone.Way is gone: its value \"b\" has no place");
        message.ShouldContain("config migrate FILE --out NEW");
        message.ShouldContain("Configuration.Migrate");
        message.ShouldNotContain("Query.Instruction");
    }

    [Fact]
    public void Migrating_keeps_what_is_legal_and_says_of_every_field_what_became_of_it()
    {
        var migrated = ConfigurationJson.Migrate(Saved(selects: true), s_now.Default, out var report);

        migrated["Query.Instruction"].ShouldBe("Ask twice.");
        migrated["Passages.Width"].ShouldBe(3);
        migrated["Query.Rate"].ShouldBe(0.2);
        migrated["Passages.Model"].ShouldBe("tiny");
        migrated["Passages.New"].ShouldBe(7);
        migrated.GetComponent(1)!.Selector.ShouldNotBeNull();
        report.LosesValues.ShouldBeTrue();
        report.Fields.Select(f => $"{f.Outcome} {f.Field}").ShouldBe(
        [
            "Kept Query.Instruction", "Dropped Query.Rate", "Kept Passages.Width", "Dropped Passages.Model", "Default Passages.New", "Kept Passages.Selector",
            "Dropped Gone.Way", "Dropped Passages.Old",
        ]);
        report.Fields[1].ToString().ShouldBe("dropped  Query.Rate must lie in [0.1, 1], but is 0.01: it has its default 0.2");
        report.Drift.ShouldContain(s => s.StartsWith("Passages.Old is gone", StringComparison.Ordinal));

        ConfigurationJson.Read(migrated.ToJson(), s_now.Default).ShouldBe(migrated);
    }

    [Fact]
    public void A_configuration_that_fits_stays_as_it_is()
    {
        var migrated = ConfigurationJson.Migrate(Saved(selects: true), s_before.Default, out var report);

        report.Drift.ShouldBeEmpty();
        report.LosesValues.ShouldBeFalse();
        report.Fields.ShouldAllBe(f => f.Outcome == MigrationOutcome.Kept);
        migrated.ToJson().ShouldBe(Saved(selects: true));
    }

    [Fact]
    public void A_local_reward_of_other_inputs_is_dropped()
    {
        var rewired = new HandBound<string, string>("Kinds")
            .Add("Query", ["input"], c => c.Input, [Parameters.Prompt("Instruction", "Ask."), Parameters.Range("Rate", 0.1, 0.001, 1, Scale.Log)])
            .Add("Passages", ["Query"], _ => 3, [Parameters.PerInput("Width", 1, 1, 2, 3)])
            .Add("Answer", ["Passages"], c => c.Input)
            .Build();

        var migrated = ConfigurationJson.Migrate(Saved(selects: true), rewired.Default, out var report);

        migrated.GetComponent(1)!.Selector.ShouldBeNull();
        migrated["Passages.Width"].ShouldBe(3);
        report.Fields.Single(f => f.Field == "Passages.Selector").Outcome.ShouldBe(MigrationOutcome.Dropped);
        report.Fields.Single(f => f.Field == "Passages.Width").Reason.ShouldContain("though it was found while Passages was String and not Int32");
    }

    [Theory]
    [InlineData("nonsense", "not valid JSON")]
    [InlineData("[]", "A configuration is a JSON object")]
    [InlineData("{}", "no object \"components\"")]
    [InlineData("""{"system":"Other","components":{}}""", "made for Other, not for Kinds")]
    public void What_is_no_configuration_of_the_system_is_refused(string json, string expected) =>
        Should.Throw<ConfigurationException>(() => ConfigurationJson.Migrate(json, s_now.Default, out _)).Message.ShouldContain(expected);

    [Fact]
    public void Values_that_are_no_values_are_dropped()
    {
        ConfigurationJson.Migrate("""{"components":{"Passages":3,"Query":{"Rate":"fast","Selector":{}}}}""", s_now.Default, out var report).ShouldBe(s_now.Default);

        report.Fields.Where(f => f.Outcome == MigrationOutcome.Dropped).Select(f => f.Field).ShouldBe(["Query.Rate", "Query.Selector", "Passages"]);
    }

    [Fact]
    public void Generated_configurations_migrate()
    {
        string saved = (Plain.Configuration.Default with { Toned = new() { Tone = Tone.Loud } }).ToJson()
            .Replace("Tone: Plain, Loud", "Tone: Loud", StringComparison.Ordinal).Replace("\"Power\": 1", "\"Power\": 10", StringComparison.Ordinal);

        var migrated = Plain.Configuration.Migrate(saved, out var report);

        migrated.ShouldBe(Plain.Configuration.Default with { Toned = new() { Tone = Tone.Loud } });
        report.Drift.ShouldBe(["Toned.Tone was Tone: Loud and is Tone: Plain, Loud: its value \"Loud\" is still legal"]);
        report.Fields.Single(f => f.Outcome == MigrationOutcome.Dropped).ToString()
            .ShouldBe("dropped  Weighted.Power must lie in [1, 9], but is 10: it has its default 1");
    }
}
