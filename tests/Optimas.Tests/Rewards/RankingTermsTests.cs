using System.Collections.Immutable;

namespace Optimas.Tests.Rewards;

/// <summary>What a backbone outside of the core package builds on.</summary>
public sealed class RankingTermsTests
{
    private static PreferencePair Pair(int component, string example, double gap = 0.5) =>
        new(component, Synthetic.Text(example, "better"), Synthetic.Text(example, "worse"), gap) { Example = example };

    private static PointwiseTarget Target(int component, string example, string output, double advantage) =>
        new(component, Synthetic.Text(example, output), advantage) { Example = example };

    [Fact]
    public void Pairs_and_targets_become_terms_by_component()
    {
        var training = new RewardTraining { GapMargin = 2, PointwiseWeight = 0.3 };
        PointwiseTarget[] targets =
            [Target(2, "a", "x", 1), Target(2, "a", "y", -1), Target(0, "a", "x", 1), Target(0, "a", "y", 0), Target(0, "a", "z", -1), Target(0, "b", "x", 3)];

        var terms = RankingTerms.Of([Pair(2, "b"), Pair(2, "c", gap: 1)], targets, training);

        terms.Select(t => t.Component).ShouldBe(terms.Select(t => t.Component).Order());
        var paired = terms.Where(t => t.IsPair).ToArray();
        paired.Select(t => (t.Component, t.Group, t.Margin, t.Weight, t.Measures)).ShouldBe([(2, "id: b", 1, 1, true), (2, "id: c", 2, 1, true)]);
        paired.ShouldAllBe(t => t.Preferred.Output.EndsWith("better") && t.Rejected.Output.EndsWith("worse"));

        // Component 2 has pairs to measure it by; component 0 has pointwise terms alone.
        terms.Single(t => t.Component == 2 && !t.IsPair).Measures.ShouldBeFalse();
        var pointwise = terms.Where(t => t.Component == 0).ToArray();
        pointwise.ShouldAllBe(t => !t.IsPair && t.Measures && t.Group == "id: a");
        pointwise.Sum(t => t.Weight).ShouldBe(0.3 * 2, 1e-12);
        pointwise.Select(t => t.Margin).Order().ShouldBe([2, 2, 4]);
    }

    [Fact]
    public void Folds_hold_each_example_out_once_as_a_function_of_the_examples_and_the_seed()
    {
        string[] groups = [.. Enumerable.Range(0, 23).Select(i => $"g{i}")];
        var training = new RewardTraining { Folds = 5, Seed = 3 };

        var folds = RankingFolds.Deal(groups, training);

        folds.Length.ShouldBe(5);
        folds.SelectMany(f => f).Order().ShouldBe(groups.Order());
        folds.ShouldAllBe(f => f.Count == 4 || f.Count == 5);
        Text(RankingFolds.Deal(groups.Reverse().Concat(groups), training)).ShouldBe(Text(folds));
        Text(RankingFolds.Deal(groups, training with { Seed = 4 })).ShouldNotBe(Text(folds));
        RankingFolds.Deal(["one", "one"], training).ShouldBeEmpty();
        RankingFolds.Deal(groups, training with { Folds = 0 }).ShouldBeEmpty();
        RankingFolds.Deal(groups[..3], training).Length.ShouldBe(3);
    }

    [Fact]
    public void Calibration_waits_for_ten_pairs_and_flattens_chance()
    {
        double[] right = [.. Enumerable.Repeat(0.5, 30)];
        double[] chance = [.. right.Select((d, i) => i % 2 == 0 ? d : -d)];

        RewardCalibration.Scale(right[..9], otherwise: 7).ShouldBe(7);
        RewardCalibration.Scale(right, otherwise: 7).ShouldBeGreaterThan(2);
        RewardCalibration.Scale(chance, otherwise: 7).ShouldBeLessThan(0.1);
    }

    [Fact]
    public void A_head_abstains_until_its_evidence_is_enough_and_is_not_measured_on_what_it_has_seen()
    {
        var training = new RewardTraining { MinEvidence = 3 };
        HeldOutDifference[] heldOut = [new(1, "id: a", 1), new(1, "id: b", -1), new(2, "id: c", -1)];

        var (once, first) = HeadEvidence.None.Learn(1, RankingTerms.Of([Pair(1, "a"), Pair(1, "b")], [], training), heldOut, 4, training);
        var (twice, second) = once.Learn(
            1, RankingTerms.Of([Pair(1, "b"), Pair(1, "c"), Pair(1, "d")], [], training), [new(1, "id: b", -1), new(1, "id: c", 1)], 5, training);

        once.Abstains(training).ShouldBeTrue();
        first.ShouldBe(new ComponentFit(1, 2, 2, true, 4, RankingAccuracy.Of([("id: a", 1), ("id: b", -1)])));
        twice.Abstains(training).ShouldBeFalse();
        second.HeldOut!.Pairs.ShouldBe(1);
        second.HeldOut.Value.ShouldBe(1);
        twice.Seen.ShouldBe(["id: a", "id: b", "id: c", "id: d"]);
    }

    private static string Text(ImmutableArray<ImmutableHashSet<string>> folds) => string.Join('|', folds.Select(f => string.Join(',', f.Order())));
}
