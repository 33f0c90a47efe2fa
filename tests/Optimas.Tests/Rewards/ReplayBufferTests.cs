namespace Optimas.Tests.Rewards;

public sealed class ReplayBufferTests
{
    [Fact]
    public void Each_component_keeps_up_to_its_capacity()
    {
        var buffer = new ReplayBuffer(5, seed: 1);

        buffer.Add([.. Pairs(3, component: 0), .. Pairs(50, component: 2)]);

        buffer.Pairs(0).ShouldBe(Pairs(3, component: 0));
        buffer.Pairs(1).ShouldBeEmpty();
        buffer.Pairs(2).Count.ShouldBe(5);
        buffer.Pairs(2).ShouldBeUnique();
        buffer.Count.ShouldBe(8);
        Should.Throw<ArgumentOutOfRangeException>(() => new ReplayBuffer(0, seed: 1));
    }

    [Fact]
    public void What_is_kept_depends_on_the_order_of_pairs_and_the_seed_alone()
    {
        var all = new ReplayBuffer(5, seed: 1);
        all.Add(Pairs(50, component: 0));
        var batches = new ReplayBuffer(5, seed: 1);
        foreach (var batch in Pairs(50, component: 0).Chunk(7))
            batches.Add([.. Pairs(2, component: 1), .. batch]);
        var other = new ReplayBuffer(5, seed: 2);
        other.Add(Pairs(50, component: 0));

        batches.Pairs(0).ShouldBe(all.Pairs(0));
        other.Pairs(0).ShouldNotBe(all.Pairs(0));
    }

    [Fact]
    public void Early_and_late_pairs_are_kept_equally_often()
    {
        int[] kept = new int[20];
        for (int seed = 0; seed < 4000; seed++)
        {
            var buffer = new ReplayBuffer(5, seed);
            buffer.Add(Pairs(20, component: 0));
            foreach (var pair in buffer.Pairs(0))
                kept[(int)pair.Gap - 1]++;
        }

        kept.ShouldAllBe(k => Math.Abs(k - 1000) < 150);
    }

    private static PreferencePair[] Pairs(int count, int component) =>
        [.. Enumerable.Range(1, count).Select(i => new PreferencePair(component, Synthetic.Text("q", $"a{i}"), Synthetic.Text("q", $"b{i}"), i))];
}
