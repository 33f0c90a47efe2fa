namespace Optimas.Learning.Tests.Checkpoints;

public sealed class CheckpointFolderTests : IDisposable
{
    private static readonly DecoderConfig s_config = new()
    {
        Family = DecoderFamily.Qwen2,
        VocabularySize = 10,
        HiddenSize = 4,
        IntermediateSize = 6,
        Layers = 2,
        Heads = 2,
        KeyValueHeads = 1,
        HeadSize = 2,
        MaxPositions = 16,
        QueryKeyValueBias = true,
        TiedEmbeddings = true,
    };

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_written_model_is_opened()
    {
        CheckpointFolder.WriteConfig(_folder.Path, s_config, 3, 4);
        await WriteWeights("model.safetensors", _ => true);
        var folder = CheckpointFolder.Open(_folder.Path);
        folder.Config.ShouldBe(s_config);
        folder.EndTokens.ShouldBe([3, 4]);
        folder.WeightFiles.ShouldBe([_folder["model.safetensors"]]);
        using var weights = folder.OpenWeights();
        weights.Tensors.Keys.ShouldBe(s_config.ExpectedTensors().Where(t => !t.IsOptional).Select(t => t.Name));
        weights.Bytes("model.norm.weight").Length.ShouldBe(16);
        weights.AddressOf("model.norm.weight").ShouldNotBe(0);
        Should.Throw<CheckpointException>(() => weights.Bytes("lm_head.weight").Length).Message.ShouldContain("no tensor called lm_head.weight");
        folder.TokenizerPath.ShouldBeNull();
        Should.Throw<CheckpointException>(() => folder.RequireTokenizer()).Message.ShouldContain("has no tokenizer.json");
        _folder.Write("tokenizer.json", "{}");
        CheckpointFolder.Open(_folder.Path).RequireTokenizer().ShouldBe(_folder["tokenizer.json"]);
    }

    [Theory]
    [InlineData(null, null, new int[0])]
    [InlineData("7", null, new[] { 7 })]
    [InlineData("[7, 8, 7]", null, new[] { 7, 8 })]
    [InlineData("7", "{}", new[] { 7 })]
    [InlineData("7", """{"eos_token_id":null}""", new[] { 7 })]
    [InlineData("7", """{"eos_token_id":[2,9]}""", new[] { 2, 9 })]
    public async Task End_tokens_come_from_the_generation_settings_or_else_the_model(string? model, string? generation, int[] expected)
    {
        await WriteWeights("model.safetensors", _ => true);
        _folder.Write("config.json", s_config.ToJson().TrimEnd()[..^1] + (model is null ? "}" : $",\"eos_token_id\":{model}}}"));
        if (generation is not null)
            _folder.Write("generation_config.json", generation);
        CheckpointFolder.Open(_folder.Path).EndTokens.ShouldBe(expected);
    }

    [Theory]
    [InlineData("10")]
    [InlineData("-1")]
    [InlineData("\"</s>\"")]
    [InlineData("[1,null]")]
    public void End_tokens_that_the_vocabulary_lacks_are_refused(string ids)
    {
        CheckpointFolder.WriteConfig(_folder.Path, s_config, 3);
        _folder.Write("generation_config.json", $$"""{"eos_token_id":{{ids}}}""");
        Should.Throw<CheckpointException>(() => CheckpointFolder.Open(_folder.Path)).Message.ShouldContain("eos_token_id is");
    }

    [Fact]
    public async Task Shards_are_read_as_one()
    {
        await WriteShards();
        var folder = CheckpointFolder.Open(_folder.Path);
        folder.WeightFiles.ShouldBe([_folder["model-1.safetensors"], _folder["model-2.safetensors"]]);
        using var weights = folder.OpenWeights();
        weights.FileOf("model.layers.0.input_layernorm.weight").Path.ShouldBe(_folder["model-1.safetensors"]);
        weights.FileOf("model.layers.1.input_layernorm.weight").Path.ShouldBe(_folder["model-2.safetensors"]);
    }

    [Fact]
    public async Task Shards_that_are_missing_misplaced_or_doubled_are_reported()
    {
        await WriteShards(("model.norm.weight", "model-1.safetensors"), ("ghost", "model-2.safetensors"));
        string said = Should.Throw<CheckpointException>(() => CheckpointFolder.Open(_folder.Path).OpenWeights()).Message;
        said.ShouldContain("model.norm.weight is in model-2.safetensors, and the index places it in model-1.safetensors");
        said.ShouldContain("ghost is in the index, and in no file");

        await WriteWeights("model-1.safetensors", _ => true);
        Should.Throw<CheckpointException>(() => CheckpointFolder.Open(_folder.Path).OpenWeights()).Message.ShouldContain("both hold");

        File.Delete(_folder["model-2.safetensors"]);
        Should.Throw<CheckpointException>(() => CheckpointFolder.Open(_folder.Path)).Message.ShouldContain("has no model-2.safetensors, which");
    }

    [Theory]
    [InlineData("../model.safetensors")]
    [InlineData("/etc/passwd")]
    [InlineData("sub/model.safetensors")]
    [InlineData("..\\\\model.safetensors")]
    [InlineData("C:model.safetensors")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("a\\u0000b")]
    public void An_index_that_leaves_the_folder_is_refused(string shard)
    {
        CheckpointFolder.WriteConfig(_folder.Path, s_config, 3);
        _folder.Write("model.safetensors.index.json", $$$"""{"weight_map":{"model.norm.weight":"{{{shard}}}"}}""");
        Should.Throw<CheckpointException>(() => CheckpointFolder.Open(_folder.Path)).Message.ShouldContain("is not the name of a file in this folder");
    }

    [Theory]
    [InlineData("{}", "weight_map is missing, not an object")]
    [InlineData("""{"weight_map":{}}""", "lists no tensor")]
    [InlineData("""{"weight_map":{"a":1}}""", "weight_map.a is 1; a text is wanted")]
    [InlineData("""{"weight_map":{"a":null}}""", "weight_map.a is null")]
    [InlineData("""{"weight_map":{"\ud800":"a"}}""", "is not valid JSON")]
    [InlineData("""{"weight_map":{"a":"\ud800"}}""", "is not")]
    public void A_damaged_index_is_refused(string index, string message)
    {
        CheckpointFolder.WriteConfig(_folder.Path, s_config, 3);
        _folder.Write("model.safetensors.index.json", index);
        Should.Throw<CheckpointException>(() => CheckpointFolder.Open(_folder.Path)).Message.ShouldContain(message);
    }

    [Fact]
    public async Task Links_within_the_folder_or_the_hub_s_cache_are_followed_and_others_refused()
    {
        string snapshot = Directory.CreateDirectory(_folder["models--a--b/snapshots/1234"]).FullName;
        string blobs = Directory.CreateDirectory(_folder["models--a--b/blobs"]).FullName;
        string elsewhere = Directory.CreateDirectory(_folder["elsewhere"]).FullName;
        CheckpointFolder.WriteConfig(snapshot, s_config, 3);
        await WriteWeights("models--a--b/blobs/cafe", _ => true);
        string link = Path.Combine(snapshot, "model.safetensors");

        File.CreateSymbolicLink(link, "../../blobs/cafe");
        CheckpointFolder.Open(snapshot).OpenWeights().Dispose();
        Directory.CreateSymbolicLink(_folder["shortcut"], snapshot);
        CheckpointFolder.Open(_folder["shortcut"]).OpenWeights().Dispose();

        File.Copy(Path.Combine(blobs, "cafe"), Path.Combine(snapshot, "real"));
        Relink(link, "real");
        CheckpointFolder.Open(snapshot).OpenWeights().Dispose();

        File.Copy(Path.Combine(blobs, "cafe"), Path.Combine(elsewhere, "cafe"));
        Relink(link, Path.Combine(elsewhere, "cafe"));
        Should.Throw<CheckpointException>(() => CheckpointFolder.Open(snapshot)).Message.ShouldContain("is a link that leaves its folder, to " + elsewhere);

        Directory.CreateSymbolicLink(Path.Combine(snapshot, "sub"), elsewhere);
        Relink(link, "sub/cafe");
        Should.Throw<CheckpointException>(() => CheckpointFolder.Open(snapshot)).Message.ShouldContain("is a link that leaves its folder");

        Relink(link, "nowhere");
        Should.Throw<CheckpointException>(() => CheckpointFolder.Open(snapshot)).Message.ShouldContain("is a link to a file that is not there");

        Relink(link, "model.safetensors");
        Should.Throw<CheckpointException>(() => CheckpointFolder.Open(snapshot)).Message.ShouldContain("is a link that can't be followed");

        static void Relink(string link, string target)
        {
            File.Delete(link);
            File.CreateSymbolicLink(link, target);
        }
    }

    [Fact]
    public async Task Tensors_that_do_not_fit_are_reported_one_by_one()
    {
        CheckpointFolder.WriteConfig(_folder.Path, s_config, 3);
        var writer = new SafetensorsWriter();
        foreach (var tensor in s_config.ExpectedTensors().Where(t => !t.IsOptional && t.Name != "model.layers.1.mlp.up_proj.weight"))
        {
            if (tensor.Name == "model.norm.weight")
                writer.Add(tensor.Name, ElementType.F32, [5], new byte[20]);
            else if (tensor.Name == "model.embed_tokens.weight")
                writer.Add(tensor.Name, ElementType.I8, tensor.Shape, new byte[tensor.Shape.ElementCount]);
            else
                writer.Add(tensor.Name, ElementType.F16, tensor.Shape, new byte[tensor.Shape.ElementCount * 2]);
        }

        await writer.Add("score.weight", ElementType.F32, [1], new byte[4]).WriteAsync(_folder["model.safetensors"]);
        string said = Should.Throw<CheckpointException>(() => CheckpointFolder.Open(_folder.Path).OpenWeights()).Message;
        said.ShouldContain(_folder.Path);
        said.ShouldContain("model.layers.1.mlp.up_proj.weight [6, 4] is missing");
        said.ShouldContain("model.norm.weight is [5], and [4] is expected");
        said.ShouldContain("model.embed_tokens.weight is I8, and a floating-point type is expected");
        said.ShouldContain("score.weight is not expected");
        said.Split('\n').Length.ShouldBe(5);
    }

    [Fact]
    public async Task A_second_copy_of_tied_embeddings_is_tolerated()
    {
        CheckpointFolder.WriteConfig(_folder.Path, s_config, 3);
        await WriteWeights("model.safetensors", _ => true, withOptional: true);
        using var weights = CheckpointFolder.Open(_folder.Path).OpenWeights();
        weights.Tensors.ShouldNotContainKey("lm_head.weight");
    }

    [Fact]
    public void A_folder_of_pickles_alone_is_refused()
    {
        CheckpointFolder.WriteConfig(_folder.Path, s_config, 3);
        Should.Throw<CheckpointException>(() => CheckpointFolder.Open(_folder.Path)).Message.ShouldContain("has no weights");
        _folder.Write("pytorch_model.bin", "");
        Should.Throw<CheckpointException>(() => CheckpointFolder.Open(_folder.Path)).Message
            .ShouldContain("has its weights as pickles alone (pytorch_model.bin), which can run code when read and so are never read");
    }

    [Fact]
    public void What_is_no_checkpoint_is_refused()
    {
        Should.Throw<CheckpointException>(() => CheckpointFolder.Open(_folder["missing"])).Message.ShouldContain("is not a folder");
        Should.Throw<CheckpointException>(() => CheckpointFolder.Open(_folder.Path)).Message.ShouldContain("has no config.json");
    }

    private async Task WriteShards(params (string Name, string File)[] places)
    {
        CheckpointFolder.WriteConfig(_folder.Path, s_config, 3);
        bool First(string name) => name.StartsWith("model.layers.0.", StringComparison.Ordinal);
        await WriteWeights("model-1.safetensors", First);
        await WriteWeights("model-2.safetensors", name => !First(name));
        var map = s_config.ExpectedTensors().Where(t => !t.IsOptional)
            .ToDictionary(t => t.Name, t => First(t.Name) ? "model-1.safetensors" : "model-2.safetensors");
        foreach (var (name, file) in places)
            map[name] = file;
        _folder.Write("model.safetensors.index.json", $$$"""{"metadata":{"total_size":1},"weight_map":{{{System.Text.Json.JsonSerializer.Serialize(map)}}}}""");
    }

    private async Task WriteWeights(string file, Func<string, bool> which, bool withOptional = false)
    {
        var writer = new SafetensorsWriter().AddMetadata("format", "pt");
        foreach (var tensor in s_config.ExpectedTensors().Where(t => (withOptional || !t.IsOptional) && which(t.Name)))
            writer.Add(tensor.Name, ElementType.F32, tensor.Shape, new byte[tensor.Shape.ElementCount * 4]);
        await writer.WriteAsync(_folder[file]);
    }
}
