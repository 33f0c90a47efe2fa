using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning.Tests.Generation;

public sealed class EngineTests
{
    [Theory]
    [InlineData("llama")]
    [InlineData("qwen")]
    public async Task Greedy_texts_and_their_log_probabilities_are_those_of_transformers(string name)
    {
        using var golden = new GoldenFiles();
        using var model = Golden(name);
        await using var engine = new GenerationEngine(model, GenerationOptions.Default);
        var cases = golden.Cases($"{name}.greedy");
        var results = await Task.WhenAll(cases.Select(c => engine.GenerateAsync(
            new([.. golden.Ids($"{name}.greedy.{c}.prompt")], new() { Temperature = 0, MaxTokens = 24 }, null), default)));
        for (int i = 0; i < cases.Count; i++)
        {
            results[i].Tokens.ShouldBe(golden.Ids($"{name}.greedy.{cases[i]}.tokens"));
            Close(results[i].LogProbabilities, golden.Singles($"{name}.greedy.{cases[i]}.log_probs"));
        }
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("qwen")]
    public void Tokens_sampled_from_given_noise_are_those_of_a_plain_restatement(string name)
    {
        using var golden = new GoldenFiles();
        using var model = GoldenFiles.Model(name);
        using var none = no_grad();
        var sampling = new SamplingOptions { Temperature = 0.8, TopK = 20, TopP = 0.9 };
        foreach (string c in golden.Cases($"{name}.sample"))
        {
            List<int> text = [.. golden.Ids($"{name}.sample.{c}.prompt")];
            int[] expected = golden.Ids($"{name}.sample.{c}.tokens");
            double[] noise = golden.Doubles($"{name}.sample.{c}.noise");
            float[] logs = golden.Singles($"{name}.sample.{c}.log_probs");
            for (int i = 0; i < expected.Length; i++)
            {
                using var scope = NewDisposeScope();
                var logits = model.Logits(model.LastHidden(PackedBatch.Of([text], CPU), null));
                var (tokens, probabilities) = TokenSampler.Sample(logits, [sampling], [noise[i]]);
                tokens[0].ShouldBe(expected[i], $"text {c}, token {i}");
                probabilities[0].ShouldBe(logs[i], 1e-3f);
                text.Add(tokens[0]);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_request_gets_the_same_text_alone_and_among_others(int lanes)
    {
        using var model = TinyModels.Create(1);
        GenerationRequest[] requests = [.. Enumerable.Range(0, 40).Select(i => new GenerationRequest(
            Prompt(i % 7, 3 + (i * 5 % 60)),
            new() { Seed = i, Temperature = i % 3 == 0 ? 0 : 0.7 + (0.1 * (i % 4)), TopK = i % 2 == 0 ? 40 : null, TopP = i % 5 == 0 ? 0.9 : 1, MaxTokens = 5 + (i % 30) },
            null))];
        await using var engine = new GenerationEngine(model, new() { Slots = 8, Lanes = lanes, MaxTokens = 256 });
        var together = await Task.WhenAll(requests.Select(r => engine.GenerateAsync(r, default)));
        await using var single = new GenerationEngine(model, new() { Slots = 1, MaxTokens = 256, LeastSharedPrefix = 1000 });
        for (int i = 0; i < requests.Length; i++)
        {
            var alone = await single.GenerateAsync(requests[i], default);
            together[i].Tokens.ShouldBe(alone.Tokens, $"request {i}");
            together[i].Text.ShouldBe(alone.Text);
        }

        // A lane of three has at most three slots.
        engine.Statistics.Passes.ShouldBeLessThan(single.Statistics.Passes * (lanes == 1 ? 1 : 2) / 3);
    }

    [Fact]
    public async Task Texts_are_dealt_out_to_lanes_and_cancelled_when_the_engine_ends()
    {
        using var model = TinyModels.CreateEndless(1);
        var engine = new GenerationEngine(model, new() { Slots = 5, Lanes = 2, MaxTokens = 60_000 });
        using var cancellation = new CancellationTokenSource();
        var beside = engine.GenerateAsync(new(Prompt(0, 5), new() { MaxTokens = 100_000 }, null), cancellation.Token);
        (await engine.GenerateAsync(new(Prompt(1, 5), new() { MaxTokens = 200 }, null), default)).Tokens.Length.ShouldBe(200);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(beside);
        // In one pass, the tokens of one cost no pass of their own: so it is where there can't be two lanes.
        if (DecoderOperations.CanUseThreads)
            engine.Statistics.Passes.ShouldBe(engine.Statistics.WrittenTokens);
        else
            engine.Statistics.Passes.ShouldBeLessThan(engine.Statistics.WrittenTokens - 100);

        var first = engine.GenerateAsync(new(Prompt(0, 5), new() { MaxTokens = 100_000 }, null), default);
        var second = engine.GenerateAsync(new(Prompt(2, 5), new() { MaxTokens = 100_000 }, null), default);
        await engine.DisposeAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        await Should.ThrowAsync<OperationCanceledException>(second);
        await Should.ThrowAsync<ObjectDisposedException>(async () => await engine.GenerateAsync(new(Prompt(1, 5), new(), null), default));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void There_are_from_one_lane_to_as_many_as_texts(int lanes)
    {
        using var model = TinyModels.Create(1);
        Should.Throw<ArgumentOutOfRangeException>(() => new GenerationEngine(model, new() { Slots = 4, Lanes = lanes }));
    }

    [Fact]
    public async Task A_beginning_that_texts_share_is_computed_once()
    {
        using var model = TinyModels.Create(1);
        await using var engine = new GenerationEngine(model, new() { Slots = 8, MaxTokens = 256 });
        var shared = Prompt(3, 100);
        GenerationRequest[] requests = [.. Enumerable.Range(0, 8).Select(i => new GenerationRequest(
            [.. shared, i, 77, i], new() { Seed = i, MaxTokens = 12 }, null))];
        var results = await Task.WhenAll(requests.Select(r => engine.GenerateAsync(r, default)));
        results.Count(r => r.PrefixTokens >= 100).ShouldBe(7);
        engine.Statistics.PrefixTokens.ShouldBeGreaterThanOrEqualTo(700);

        // And it stays after its texts have ended.
        var again = await engine.GenerateAsync(requests[3], default);
        again.PrefixTokens.ShouldBeGreaterThanOrEqualTo(100);
        again.Tokens.ShouldBe(results[3].Tokens);

        await using var without = new GenerationEngine(model, new() { Slots = 8, MaxTokens = 256, LeastSharedPrefix = 1000 });
        for (int i = 0; i < requests.Length; i++)
            results[i].Tokens.ShouldBe((await without.GenerateAsync(requests[i], default)).Tokens, $"request {i}");
    }

    [Fact]
    public async Task Adapters_share_a_batch_without_touching_each_other()
    {
        using var model = TinyModels.Create(1);
        using var first = Adapter(model, 1);
        using var second = Adapter(model, 2);
        LoraAdapter?[] adapters = [null, first, second];
        GenerationRequest[] requests = [.. Enumerable.Range(0, 18).Select(i => new GenerationRequest(
            Prompt(i % 2, 40), new() { Seed = i / 3, MaxTokens = 15 }, adapters[i % 3]))];
        await using var engine = new GenerationEngine(model, new() { Slots = 6, MaxTokens = 128 });
        var together = await Task.WhenAll(requests.Select(r => engine.GenerateAsync(r, default)));
        await using var single = new GenerationEngine(model, new() { Slots = 1, MaxTokens = 128, LeastSharedPrefix = 1000 });
        for (int i = 0; i < requests.Length; i++)
            together[i].Tokens.ShouldBe((await single.GenerateAsync(requests[i], default)).Tokens, $"request {i}");
        together[0].Tokens.ShouldNotBe(together[1].Tokens);
        together[1].Tokens.ShouldNotBe(together[2].Tokens);
    }

    [Fact]
    public async Task Cancelling_a_request_frees_its_place()
    {
        using var model = TinyModels.CreateEndless(1);
        await using var engine = new GenerationEngine(model, new() { Slots = 1, MaxTokens = 60_000 });
        using var cancellation = new CancellationTokenSource();
        var endless = engine.GenerateAsync(new(Prompt(0, 5), new() { MaxTokens = 100_000 }, null), cancellation.Token);
        var next = engine.GenerateAsync(new(Prompt(1, 5), new() { MaxTokens = 3 }, null), default);
        while (engine.Statistics.WrittenTokens < 5)
            await Task.Delay(1);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(endless);
        (await next).Tokens.Length.ShouldBeInRange(1, 3);
    }

    [Fact]
    public async Task Leaving_a_stream_early_frees_its_place()
    {
        using var model = TinyModels.CreateEndless(1);
        await using var engine = new GenerationEngine(model, new() { Slots = 1, MaxTokens = 60_000 });
        await foreach (string _ in engine.StreamAsync(new(Prompt(0, 5), new() { MaxTokens = 100_000, Seed = 4 }, null), _ => { }, default))
            break;
        (await engine.GenerateAsync(new(Prompt(1, 5), new() { MaxTokens = 3 }, null), default)).Tokens.Length.ShouldBeInRange(1, 3);
    }

    [Fact]
    public async Task A_stream_gives_the_text_of_the_result_in_pieces()
    {
        using var model = TinyModels.Create(2);
        await using var engine = new GenerationEngine(model, GenerationOptions.Default);
        for (int seed = 0; seed < 10; seed++)
        {
            var request = new GenerationRequest(Prompt(seed, 9), new() { Seed = seed, MaxTokens = 60, StopTexts = ["e", "xy"] }, null);
            GenerationResult? result = null;
            var pieces = new List<string>();
            await foreach (string piece in engine.StreamAsync(request, r => result = r, default))
                pieces.Add(piece);
            string.Concat(pieces).ShouldBe(result!.Text);
            result.Tokens.ShouldBe((await engine.GenerateAsync(request, default)).Tokens);
        }
    }

    [Fact]
    public async Task A_text_to_stop_at_ends_the_reply_and_is_not_in_it()
    {
        using var model = TinyModels.Create(3);
        await using var engine = new GenerationEngine(model, GenerationOptions.Default);
        var free = await engine.GenerateAsync(new(Prompt(1, 6), new() { Temperature = 0, MaxTokens = 40 }, null), default);
        free.Text.Length.ShouldBeGreaterThan(4);
        string stop = free.Text.Substring(2, 2);
        var stopped = await engine.GenerateAsync(new(Prompt(1, 6), new() { Temperature = 0, MaxTokens = 40, StopTexts = [stop] }, null), default);
        stopped.Text.ShouldBe(free.Text[..free.Text.IndexOf(stop, StringComparison.Ordinal)]);
        stopped.End.ShouldBe(GenerationEnd.Stop);
    }

    [Fact]
    public async Task A_full_context_ends_the_text()
    {
        using var model = TinyModels.CreateEndless(1);
        await using var engine = new GenerationEngine(model, new() { Slots = 2, MaxTokens = 32 });
        var result = await engine.GenerateAsync(new(Prompt(0, 10), new() { MaxTokens = 1000, Seed = 12 }, null), default);
        result.End.ShouldBe(GenerationEnd.Length);
        result.Tokens.Length.ShouldBe(22);
    }

    [Fact]
    public async Task Wrong_requests_get_an_error_that_says_what_is_wrong()
    {
        using var model = TinyModels.Create(1);
        await using var engine = new GenerationEngine(model, new() { MaxTokens = 20 });
        Message(new([], SamplingOptions.Default, null)).ShouldContain("no token");
        Message(new([1, 260], SamplingOptions.Default, null)).ShouldContain("id 260");
        Message(new(Prompt(0, 20), SamplingOptions.Default, null)).ShouldContain("leaves no room");
        Message(new([1], new() { Temperature = -1 }, null)).ShouldContain("temperature");
        Message(new([1], new() { TopP = 0 }, null)).ShouldContain("probability");
        Message(new([1], new() { StopTexts = [""] }, null)).ShouldContain("empty");

        string Message(GenerationRequest request) => Should.Throw<ArgumentException>(() => engine.GenerateAsync(request, default)).Message;
    }

    [Fact]
    public async Task An_adapter_of_another_model_is_refused_before_it_can_spoil_a_pass()
    {
        using var model = TinyModels.Create(1);
        using var other = LoraAdapter.Create(new() { Rank = 4, Alpha = 8 }, TinyModels.Config with { HiddenSize = 60, HeadSize = 14 }, CPU, 1);
        using var deeper = LoraAdapter.Create(new() { Rank = 4, Alpha = 8 }, TinyModels.Config with { Layers = 3 }, CPU, 1);
        await using var engine = new GenerationEngine(model, GenerationOptions.Default);
        foreach (var adapter in new[] { other, deeper })
        {
            Should.Throw<ArgumentException>(() => engine.GenerateAsync(new([1], SamplingOptions.Default, adapter), default))
                .Message.ShouldContain("another shape than tiny");
        }
    }

    [Fact]
    public async Task An_adapter_that_is_disposed_meanwhile_is_kept_until_its_texts_have_ended()
    {
        using var model = TinyModels.CreateEndless(1);
        await using var engine = new GenerationEngine(model, new() { Slots = 1, MaxTokens = 256 });
        GenerationRequest Request(LoraAdapter adapter, int seed) => new(Prompt(seed, 5), new() { MaxTokens = 100, Seed = seed }, adapter);
        using var kept = Adapter(model, 1);
        var expected = await engine.GenerateAsync(Request(kept, 2), default);
        var adapter = Adapter(model, 1);
        Task<GenerationResult>[] written = [.. Enumerable.Range(1, 2).Select(seed => engine.GenerateAsync(Request(adapter, seed), default))];
        adapter.Dispose();
        Should.Throw<ObjectDisposedException>(() => engine.GenerateAsync(Request(adapter, 3), default));
        (await written[0]).Tokens.Length.ShouldBe(100);
        (await written[1]).Tokens.ShouldBe(expected.Tokens);
        adapter.NamedParameters().ShouldAllBe(p => p.Parameter.IsInvalid);
    }

    [Fact]
    public async Task A_cancelled_or_refused_request_holds_no_adapter()
    {
        using var model = TinyModels.CreateEndless(1);
        var engine = new GenerationEngine(model, new() { Slots = 1, MaxTokens = 60_000 });
        var adapter = Adapter(model, 1);
        using var cancellation = new CancellationTokenSource();
        Task<GenerationResult>[] requests = [.. Enumerable.Range(0, 3).Select(
            i => engine.GenerateAsync(new(Prompt(i, 5), new() { MaxTokens = 100_000 }, adapter), i == 2 ? default : cancellation.Token))];
        await cancellation.CancelAsync();
        requests = [.. requests, engine.GenerateAsync(new([1], SamplingOptions.Default, adapter), cancellation.Token)];
        await engine.DisposeAsync();
        foreach (var request in requests)
            await Should.ThrowAsync<OperationCanceledException>(request);
        Should.Throw<ObjectDisposedException>(() => engine.GenerateAsync(new([1], SamplingOptions.Default, adapter), default));
        adapter.Dispose();
        adapter.NamedParameters().ShouldAllBe(p => p.Parameter.IsInvalid);
    }

    [Fact]
    public async Task A_cache_that_finds_no_memory_fails_the_requests_rather_than_leave_them_waiting()
    {
        var tokenizer = TinyModels.Tokenizer();
        using var model = new LanguageModel(
            "vast", DecoderModel.Create(TinyModels.Config with { MaxPositions = 1 << 30 }, 0.1, 1, float32, CPU), tokenizer, ChatTemplate.Plain(tokenizer), []);
        await using var engine = new GenerationEngine(model, new() { Slots = 1 << 16, MaxTokens = 1 << 30 });
        for (int i = 0; i < 2; i++)
        {
            Task<GenerationResult>[] requests = [.. Enumerable.Range(0, 3).Select(r => engine.GenerateAsync(new(Prompt(r, 5), new() { MaxTokens = 3 }, null), default))];
            foreach (var request in requests)
                (await Should.ThrowAsync<Exception>(request.WaitAsync(TimeSpan.FromSeconds(30)))).ShouldNotBeOfType<TimeoutException>();
        }
    }

    [Fact]
    public async Task A_model_whose_logits_are_not_numbers_fails_by_name()
    {
        using var model = TinyModels.Create(1);
        using (no_grad())
            model.Network.Weights["model.norm.weight"].fill_(float.NaN);
        await using var engine = new GenerationEngine(model, GenerationOptions.Default);
        foreach (double temperature in (double[])[0, 1])
        {
            (await Should.ThrowAsync<InvalidOperationException>(
                engine.GenerateAsync(new([1, 2], new() { Temperature = temperature }, null), default))).Message.ShouldContain("tiny gives no probabilities");
        }
    }

    [Fact]
    public async Task Texts_to_stop_at_are_found_where_the_whole_text_has_them_and_nothing_of_them_is_streamed()
    {
        using var model = TinyModels.Create(1);
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new SeededRandom(seed, "stops");
            string text = Random(random, 40);
            ImmutableArray<string> stops = [.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Random(random, 2 + random.Next(6)))];
            var job = new GenerationJob(new([1], new() { StopTexts = stops, MaxTokens = text.Length }, null), model, streams: true, default);
            foreach (char c in text)
            {
                if (job.Append(c, 0, endsTexts: false, isFull: false))
                    break;
            }

            var ends = stops.Select(s => text.IndexOf(s, StringComparison.Ordinal) is >= 0 and int at ? (at + s.Length, at) : (int.MaxValue, text.Length));
            // The stop that is complete first ends it; of those complete at once the one that begins first counts.
            string expected = text[..ends.Min().Item2];
            (await job.Result).Text.ShouldBe(expected, $"{text} at {string.Join(", ", stops)}");
            string.Concat(await job.Stream.ReadAllAsync().ToListAsync()).ShouldBe(expected);
        }

        static string Random(SeededRandom random, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => (char)('a' + random.Next(2))));
    }

    [Fact]
    public async Task Disposing_the_engine_cancels_what_is_under_way_and_refuses_what_comes()
    {
        using var model = TinyModels.CreateEndless(1);
        var engine = new GenerationEngine(model, new() { Slots = 2, MaxTokens = 60_000 });
        Task<GenerationResult>[] running = [.. Enumerable.Range(0, 6).Select(i => engine.GenerateAsync(
            new(Prompt(i, 5), new() { MaxTokens = 100_000, Seed = i }, null), default))];
        await Task.Delay(20);
        await engine.DisposeAsync();
        foreach (var task in running)
            await Should.ThrowAsync<OperationCanceledException>(task);
        Should.Throw<ObjectDisposedException>(() => engine.GenerateAsync(new([1], SamplingOptions.Default, null), default));
    }

    [Fact]
    public async Task Many_requests_leave_no_handles_behind()
    {
        using var model = TinyModels.Create(1);
        await using var engine = new GenerationEngine(model, new() { Slots = 8, MaxTokens = 128 });
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => engine.GenerateAsync(new(Prompt(i, 30), new() { Seed = i, MaxTokens = 10 }, null), default)));
        long passes = engine.Statistics.Passes, before = Tensor.TotalCount;
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => engine.GenerateAsync(new(Prompt(i, 30), new() { Seed = i, MaxTokens = 10 }, null), default)));
        engine.Statistics.Passes.ShouldBeGreaterThan(passes + 100);
        // Other tests make tensors meanwhile, but not one per pass.
        (Tensor.TotalCount - before).ShouldBeLessThan(engine.Statistics.Passes - passes);
    }

    private static LanguageModel Golden(string name)
    {
        var tokenizer = TinyModels.Tokenizer();
        return new(name, GoldenFiles.Model(name), tokenizer, ChatTemplate.Plain(tokenizer), []);
    }

    private static LoraAdapter Adapter(LanguageModel model, long seed)
    {
        var adapter = LoraAdapter.Create(new() { Rank = 4, Alpha = 8 }, model.Network.Config, CPU, seed);
        using var scope = NewDisposeScope();
        using var none = no_grad();
        using var generator = new Generator((ulong)seed);
        foreach (var (_, parameter) in adapter.NamedParameters())
            parameter.normal_(0, 0.2, generator);
        return adapter;
    }

    private static ImmutableArray<int> Prompt(int seed, int length)
    {
        var random = new SeededRandom(seed, "prompt");
        return [.. Enumerable.Range(0, length).Select(_ => random.Next(256))];
    }

    private static void Close(ImmutableArray<float> actual, float[] expected)
    {
        for (int i = 0; i < expected.Length; i++)
            actual[i].ShouldBe(expected[i], 1e-3f);
    }
}
