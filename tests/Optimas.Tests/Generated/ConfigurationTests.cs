namespace Optimas.Tests.Generated;

/// <summary>The generated Configuration: defaults, equality, JSON, differences, and what it refuses.</summary>
public sealed class ConfigurationTests
{
    private static readonly Plain.Configuration s_changed = Plain.Configuration.Default with
    {
        Toned = new() { Tone = Tone.Loud },
        Weighted = new() { Weight = 0.125, Power = 9 },
        Scored = new() { Scorer = "w", Prompt = "Two\nlines, \"quoted\"", Model = "a" },
    };

    [Fact]
    public void Defaults_are_what_the_annotations_declare()
    {
        var defaults = Library.Configuration.Default;
        defaults.Keywords.Prompt.ShouldBe("Give keywords for {question}, at most {words}.");
        defaults.Keywords.Words.ShouldBe(3);
        defaults.Keywords.ModelId.ShouldBe("small");
        defaults.Keywords.Temperature.ShouldBeNull();
        defaults.Books.Count.ShouldBe(2);
        defaults.Certainty.Temperature.ShouldBe(0.5);
        defaults.Certainty.Weights.ShouldBeNull();
        foreach (var field in defaults.Graph.Fields)
            defaults.GetValue(field).ShouldBe(field.Parameter.DefaultValue, field.Name);
    }

    [Fact]
    public void Equal_values_make_equal_configurations()
    {
        Plain.Configuration.Default.ShouldBe(new());
        Plain.Configuration.Default.ShouldBe(s_changed with { Toned = new(), Weighted = new(), Scored = new() });
        s_changed.ShouldNotBe(Plain.Configuration.Default);
    }

    [Fact]
    public void A_configuration_goes_to_JSON_and_back()
    {
        Plain.Configuration.FromJson(s_changed.ToJson()).ShouldBe(s_changed);
        Library.Configuration.FromJson(Library.Configuration.Default.ToJson()).ShouldBe(Library.Configuration.Default);
        Plain.Configuration.FromJson("""{ "components": { "Toned": { "Tone": "Loud" } } }""")
            .ShouldBe(Plain.Configuration.Default with { Toned = new() { Tone = Tone.Loud } });
    }

    [Fact]
    public async Task A_configuration_goes_to_a_file_and_back()
    {
        string path = Path.GetTempFileName();
        try
        {
            await s_changed.SaveAsync(path);
            (await Plain.Configuration.LoadAsync(path)).ShouldBe(s_changed);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Every_field_can_be_read_and_set_by_its_position()
    {
        SystemConfiguration configuration = Plain.Configuration.Default;
        foreach (var field in Plain.Graph.Fields)
            configuration = configuration.WithValue(field, s_changed.GetValue(field));
        configuration.ShouldBe(s_changed);
        configuration.GetComponent(Plain.Graph["Final"].Index).ShouldBeNull();
    }

    [Fact]
    public void A_difference_names_the_fields() => Plain.Configuration.Default.Diff(s_changed).Select(c => c.ToString()).ShouldBe(
        [
            "Toned.Tone: Plain → Loud", "Weighted.Weight: 2 → 0.125", "Weighted.Power: 1 → 9",
            "Scored.Scorer: null → \"w\"", "Scored.Prompt: \"Score it.\" → \"Two\nlines, \"quoted\"\"", "Scored.Model: \"b\" → \"a\"",
        ],
        ignoreOrder: true);

    [Fact]
    public void Illegal_values_are_refused_when_they_are_set()
    {
        Should.Throw<ConfigurationException>(() => new Library.BooksConfiguration { Count = 4 }).Message
            .ShouldBe("Books.Count must be one of 1, 2, 3, but is 4.");
        Should.Throw<ConfigurationException>(() => new Plain.WeightedConfiguration { Weight = 0 }).Message
            .ShouldBe("Weighted.Weight must lie in [0.01, 100], but is 0.");
        Should.Throw<ConfigurationException>(() => new Plain.ScoredConfiguration { Model = "c" }).Message.ShouldContain("\"a\", \"b\"");
        Should.Throw<ConfigurationException>(() => new Plain.ScoredConfiguration { Prompt = null! }).Message.ShouldContain("must be a text");
        Should.Throw<ConfigurationException>(() => new Plain.TonedConfiguration { Tone = (Tone)7 }).Message.ShouldContain("Plain, Loud");
        Should.Throw<ConfigurationException>(() => new Library.KeywordsConfiguration { Temperature = -1 }).Message.ShouldContain("at least 0");
        Should.Throw<ConfigurationException>(() => Library.Configuration.Default.Books.WithValue(0, "three")).Message.ShouldContain("of type Int32");
        Should.Throw<ArgumentNullException>(() => Library.Configuration.Default with { Books = null! });
        Should.Throw<ConfigurationException>(() => Plain.Configuration.Default.WithComponent(0, new Plain.TonedConfiguration())).Message
            .ShouldContain("does not take a TonedConfiguration");
    }

    [Fact]
    public void JSON_that_does_not_fit_is_refused()
    {
        Should.Throw<ConfigurationException>(() => Library.Configuration.FromJson(s_changed.ToJson())).Message.ShouldContain("made for Plain");
        Should.Throw<ConfigurationException>(() => Plain.Configuration.FromJson("""{ "components": { "Toned": { "Tone": "Shrill" } } }"""))
            .Message.ShouldContain("must be one of Plain, Loud");
        string drifted = s_changed.ToJson().Replace("Tone: Plain, Loud", "Tone: Plain", StringComparison.Ordinal);
        drifted.ShouldNotBe(s_changed.ToJson());
        Should.Throw<ConfigurationException>(() => Plain.Configuration.FromJson(drifted)).Message
            .ShouldContain("Toned.Tone was Tone: Plain and is Tone: Plain, Loud");
    }
}
