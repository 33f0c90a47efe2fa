using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Optimas.Tests.Rewards;

public sealed class HashedRewardTests
{
    [Fact]
    public void Json_keeps_every_score()
    {
        var weights = ArbMap.Default.ArbFor<float>().Generator.Where(float.IsFinite).ArrayOf(64);
        var text = ArbMap.Default.ArbFor<string>().Generator.Select(t => t ?? "");
        var cases = from w in weights from q in text from a in text select (w, q, a);

        Prop.ForAll(Arb.From(cases), c =>
        {
            var reward = new HashedReward(c.w);
            var observation = Synthetic.Text(c.q, c.a);
            using var json = JsonDocument.Parse(Json(reward));
            var again = (HashedReward)LocalRewardJson.Read(json.RootElement);
            return again.Score(observation).Equals(reward.Score(observation)) && Json(again) == Json(reward);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("""{"kind":"oracle"}""", "oracle")]
    [InlineData("""[1]""", "kind")]
    [InlineData("""{"kind":"hashed","version":99,"buckets":16,"weights":""}""", "version 99")]
    [InlineData("""{"kind":"hashed","version":2,"buckets":16,"weights":"AAAA"}""", "damaged")]
    [InlineData("""{"kind":"hashed","version":2,"buckets":4,"weights":"CAAAAIA/"}""", "bucket 8 of 4")]
    [InlineData("""{"kind":"hashed","version":2,"weights":""}""", "damaged")]
    [InlineData("""{"kind":"hashed","version":2,"buckets":16,"weights":"?"}""", "damaged")]
    public void Damaged_json_is_refused_with_the_reason(string json, string reason)
    {
        using var document = JsonDocument.Parse(json);
        Should.Throw<JsonException>(() => LocalRewardJson.Read(document.RootElement)).Message.ShouldContain(reason);
    }

    [Fact]
    public async Task Scores_are_the_same_from_many_threads()
    {
        var model = new HashedRewardModel();
        var pairs = Synthetic.Overlap(40, seed: 1);
        await model.FitAsync(pairs, [], CancellationToken.None);
        var reward = (HashedReward)model.Reward(0)!;
        double[] alone = [.. pairs.Select(p => reward.Score(p.Preferred))];

        double[] together = new double[pairs.Length * 8];
        await Parallel.ForAsync(0, together.Length, async (i, ct) =>
            together[i] = await reward.ScoreAsync(pairs[i % pairs.Length].Preferred, ct));

        together.ShouldBe(Enumerable.Repeat(alone, 8).SelectMany(a => a));
    }

    [Fact]
    public void A_cancelled_score_is_cancelled() =>
        Should.Throw<OperationCanceledException>(
            () => new HashedReward(new float[16]).ScoreAsync(Synthetic.Text("q", "a"), new(canceled: true)).AsTask());

    [Fact]
    public void Features_are_the_same_in_every_build()
    {
        Observation[] observations = [Synthetic.Text("Who wrote Ulysses?", "James Joyce, 1922"), Synthetic.Ranking(1, seed: 1)[0].Preferred];
        SparseVector[] features = [.. observations.Select(o => FeatureHasher.Hash(o, 4096))];

        foreach (var vector in features)
            vector.Values.ToArray().Sum(v => v * v).ShouldBeInRange(1, 100);
        // Weights that were saved by one build are applied by another: a change here asks for a new version of the features.
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(
            Encoding.UTF8.GetBytes(string.Join(' ', features.SelectMany(f => f.Indices.ToArray()))))).ShouldStartWith("752572c9ec42b2d4");
    }

    private static string Json(HashedReward reward)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            reward.Write(writer);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
