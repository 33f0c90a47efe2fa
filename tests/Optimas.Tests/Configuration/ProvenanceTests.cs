using System.Text.Json.Nodes;
using Optimas.Tests.Systems;

namespace Optimas.Tests.Configuration;

/// <summary>Where a configuration comes from, in the result, in a file, and back.</summary>
public sealed class ProvenanceTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public static ConfigurationProvenance Full { get; } = new()
    {
        Run = "20261126-011953-dc56",
        Seed = -7,
        TrainingData = new('a', 32),
        ValidationData = new('b', 32),
        Initial = 0.25,
        Final = 1 / 3.0,
        GainStandardError = 0.01,
        DecidingExamples = 12,
        SystemRuns = 150.4,
        Finished = new(2026, 11, 26, 1, 20, 3, TimeSpan.Zero),
        OptimasVersion = "0.1.0",
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_result_says_where_its_configuration_comes_from()
    {
        var result = await OptimizeAsync(Tuning.Examples("train", 30));
        var from = result.Provenance;

        from.Run.ShouldBeNull("there is no store");
        from.Seed.ShouldBe(4);
        from.Initial.ShouldBe(result.Initial);
        from.Final.ShouldBe(result.Final);
        from.GainStandardError.ShouldBe(result.GainStandardError);
        from.DecidingExamples.ShouldBe(12);
        from.SystemRuns.ShouldBe(result.Spent.SystemRuns);
        from.OptimasVersion!.ShouldMatch(@"^\d+\.\d+\.\d+");
        from.Finished!.Value.ShouldBeInRange(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow);
        from.TrainingData!.Length.ShouldBe(32);
        from.ValidationData.ShouldNotBe(from.TrainingData);
    }

    [Fact]
    public async Task The_data_hash_knows_inputs_labels_ids_and_their_order()
    {
        var train = Tuning.Examples("train", 30);
        var hashes = new List<string?> { (await OptimizeAsync(train)).Provenance.TrainingData };
        (await OptimizeAsync([.. train])).Provenance.TrainingData.ShouldBe(hashes[0]);
        foreach (Example<int, int>[] other in new Example<int, int>[][]
        {
            [train[0] with { Input = 99 }, .. train[1..]], [train[0] with { Label = 99 }, .. train[1..]], [train[0] with { Id = "99" }, .. train[1..]],
            [.. train.Reverse()], train[1..],
        })
        {
            hashes.Add((await OptimizeAsync(other)).Provenance.TrainingData);
        }

        hashes.Distinct().Count().ShouldBe(hashes.Count);
    }

    [Fact]
    public async Task A_saved_result_keeps_it_beside_its_values()
    {
        var result = await OptimizeAsync(Tuning.Examples("train", 30));
        string path = _folder.At("configuration.json");

        await result.SaveAsync(path);

        string json = await File.ReadAllTextAsync(path);
        ConfigurationJson.ReadProvenance(json).ShouldBe(result.Provenance);
        var read = ConfigurationJson.Read(json, Tuning.System().Default);
        result.Configuration.Diff(read).ShouldBeEmpty();
        read.ToJson().ShouldBe(result.Configuration.ToJson(), "what is hashed and compared holds values alone");
        read.ToJson().ShouldNotContain("provenance");
    }

    [Fact]
    public void It_goes_to_JSON_and_back()
    {
        string plain = Tuning.System().Default.ToJson();
        string json = ConfigurationJson.WithProvenance(plain, Full);

        ConfigurationJson.ReadProvenance(json).ShouldBe(Full);
        ConfigurationJson.WithProvenance(json, null).ShouldBe(plain);
        ConfigurationJson.ReadProvenance(ConfigurationJson.WithProvenance(json, new())).ShouldBe(new());
        ConfigurationJson.Read(json, Tuning.System().Default).ToJson().ShouldBe(plain);
    }

    [Fact]
    public void A_file_without_it_loads_and_a_damaged_one_is_not_known()
    {
        var system = Tuning.System();
        ConfigurationJson.ReadProvenance(system.Default.ToJson()).ShouldBeNull();
        Should.Throw<ConfigurationException>(() => ConfigurationJson.ReadProvenance("[]"));
        Should.Throw<ConfigurationException>(() => ConfigurationJson.ReadProvenance("{")).Message.ShouldContain("not valid JSON");

        var json = JsonNode.Parse(ConfigurationJson.WithProvenance(system.Default.ToJson(), Full))!;
        foreach (string key in json["provenance"]!.AsObject().Select(p => p.Key).ToList())
            json["provenance"]![key] = new JsonObject();
        ConfigurationJson.ReadProvenance(json.ToJsonString()).ShouldBe(new());
        ConfigurationJson.Read(json.ToJsonString(), system.Default).ToJson().ShouldBe(system.Default.ToJson());
        json["provenance"] = 3;
        ConfigurationJson.ReadProvenance(json.ToJsonString()).ShouldBeNull();
        json["provenance"] = JsonNode.Parse("""{ "seed": 1e40, "decidingExamples": 1.5, "finished": "yesterday" }""");
        ConfigurationJson.ReadProvenance(json.ToJsonString()).ShouldBe(new());
    }

    private static Task<OptimizationResult<HandConfiguration>> OptimizeAsync(Example<int, int>[] train) => Tuning.System().OptimizeAsync(
        train, Tuning.Examples("validation", 30), Tuning.Metric, new() { Seed = 4, Budget = new() { SystemRuns = 60 }, DecidingExamples = 12, StageOneInputs = 3 });
}
