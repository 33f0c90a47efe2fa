namespace Optimas.Hosting.Tests;

/// <summary>The verbs of <c>config</c> that write: migrate, schema, export.</summary>
public sealed class ConfigVerbTests : DataFolder
{
    [Fact]
    public async Task Optimize_writes_the_provenance_and_the_schema_beside_the_configuration()
    {
        await HostRun.SucceedAsync("optimize", "--train", Train, "--validation", Validation, "--seed", "3", "--runs", "60", "--out", At("out"));

        string json = await File.ReadAllTextAsync(At("out/configuration.json"));
        var provenance = ConfigurationJson.ReadProvenance(json)!;
        provenance.Seed.ShouldBe(3);
        provenance.Run.ShouldNotBeNull();
        provenance.TrainingData.ShouldNotBeNull();
        provenance.ValidationData.ShouldNotBeNull();
        provenance.Final.ShouldNotBeNull();
        json.ShouldContain("\"$schema\": \"configuration.schema.json\"");
        (await File.ReadAllTextAsync(At("out/configuration.schema.json"))).ShouldBe(ConfigurationSchema.Write(Shouter.Graph) + "\n");
    }

    [Fact]
    public async Task Migrate_keeps_what_holds_and_says_what_does_not()
    {
        var saved = Shouter.Configuration.Default with { Words = new() { Separator = ";" }, Shout = new() { Times = 3, Upper = true } };
        await saved.SaveAsync(At("fits.json"), new ConfigurationProvenance { Run = "r", Final = 0.5 }, default);
        string old = Write("old.json", (await File.ReadAllTextAsync(At("fits.json")))
            .Replace("int: 1, 2, 3", "int: 1, 2, 3, 4", StringComparison.Ordinal).Replace("\"Times\": 3", "\"Times\": 4", StringComparison.Ordinal));

        string error = await HostRun.FailAsync("config", "show", old);
        error.ShouldContain("Shout.Times was int: 1, 2, 3, 4 and is int: 1, 2, 3: its value 4 is no longer legal");
        error.ShouldContain("config migrate FILE --out NEW");

        var run = await HostRun.SucceedAsync("config", "migrate", old, "--out", At("new.json"), "--json");
        run.Output.ShouldContain("  kept     Words.Separator = \";\"\n");
        run.Output.ShouldContain("  dropped  Shout.Times must be one of 1, 2, 3, but is 4: it has its default 1\n");
        run.Output.ShouldContain("without its provenance, since values were lost");
        run.Json.GetProperty("dropped").EnumerateObject().Single().Name.ShouldBe("Shout.Times");
        run.Json.GetProperty("kept").EnumerateObject().Select(f => f.Name).ShouldBe(["Words.Separator", "Shout.Upper"]);
        (await Shouter.Configuration.LoadAsync(At("new.json"))).ShouldBe(saved with { Shout = new() { Upper = true } });
        ConfigurationJson.ReadProvenance(await File.ReadAllTextAsync(At("new.json"))).ShouldBeNull();

        (await HostRun.SucceedAsync("config", "migrate", At("fits.json"), "--out", At("same.json"))).Output.ShouldContain("the signature has not changed");
        (await File.ReadAllTextAsync(At("same.json"))).ShouldContain("\"run\": \"r\"");
        (await HostRun.FailAsync("config", "migrate", Write("bad.json", "{"))).ShouldContain("bad.json: The configuration is not valid JSON");
    }

    [Fact]
    public async Task Schema_is_printed_or_written()
    {
        var run = await HostRun.SucceedAsync("config", "schema", "--json");
        run.Output.ShouldStartWith(ConfigurationSchema.Write(Shouter.Graph));
        run.Json.GetProperty("title").GetString().ShouldBe("The configuration of Shouter");

        await HostRun.SucceedAsync("config", "schema", "--out", At("s.json"));
        (await File.ReadAllTextAsync(At("s.json"))).ShouldBe(ConfigurationSchema.Write(Shouter.Graph) + "\n");
    }

    [Fact]
    public async Task Export_writes_CSharp_with_exact_names()
    {
        await (Shouter.Configuration.Default with { Shout = new() { Times = 3 } }).SaveAsync(At("c.json"), new ConfigurationProvenance { Run = "r7" }, default);

        var run = await HostRun.SucceedAsync("config", "export", At("c.json"), "--as", "csharp", "--namespace", "Deployed");

        run.Output.ShouldContain("public static global::Optimas.Hosting.Tests.Shouter.Configuration Value { get; } = new()");
        run.Output.ShouldContain("Times = 3,");
        run.Output.ShouldContain("<remarks>run r7, signature ");
        (await HostRun.SucceedAsync("config", "export", At("c.json"))).Output.ShouldContain("\"run\": \"r7\"");
        (await HostRun.FailAsync("config", "export", At("c.json"), "--as", "csharp", "--class", "a b")).ShouldContain("is no C# name");
    }
}
