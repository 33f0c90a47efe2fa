using static TorchSharp.torch;

namespace Optimas.LibTorch.Tests.Numerics;

public class FusedAttentionTests
{
    /// <summary>Heads, key heads, width; then for each sequence its first query, queries, first key, keys.</summary>
    public static TheoryData<string, long, long, long, long[]> Layouts => new()
    {
        { "one token", 1, 1, 4, [0, 1, 0, 1] },
        { "one sequence", 2, 2, 8, [0, 5, 0, 5] },
        { "grouped heads", 6, 2, 8, [0, 5, 0, 5] },
        { "heads that share one key head", 4, 1, 8, [0, 9, 0, 9] },
        { "several sequences", 4, 2, 8, [0, 5, 0, 5, 5, 1, 5, 1, 6, 20, 6, 20] },
        { "fewer queries than keys", 4, 2, 8, [0, 3, 0, 7, 3, 12, 7, 20] },
        { "one query each, as in decoding", 4, 2, 8, [0, 1, 0, 9, 1, 1, 9, 5, 2, 1, 14, 1] },
        { "sequences that share keys", 4, 2, 8, [0, 4, 0, 10, 4, 9, 0, 10, 13, 2, 3, 5] },
        { "sequences in another order than their keys", 2, 1, 4, [0, 3, 6, 3, 3, 4, 0, 6] },
        { "keys that nobody sees", 2, 1, 4, [0, 3, 2, 3] },
        { "a sequence without queries", 2, 1, 4, [0, 0, 0, 3, 0, 2, 3, 4, 2, 0, 7, 0] },
        { "a block of queries to the last", 2, 1, 4, [0, 128, 0, 128] },
        { "more than a block of queries", 2, 1, 4, [0, 129, 0, 129, 129, 300, 129, 400] },
        { "no sequence", 2, 1, 4, [] },
    };

    [TorchTheory]
    [MemberData(nameof(Layouts))]
    public void Values_and_gradients_are_those_of_plain_operations(string name, long heads, long keyHeads, long width, long[] layout)
    {
        name.ShouldNotBeEmpty();
        using var scope = NewDisposeScope();
        foreach (var (type, bound) in (ReadOnlySpan<(ScalarType, double)>)[(float32, 5e-6), (float64, 1e-13), (bfloat16, 2e-2)])
        {
            var (query, key, value) = Inputs(type, heads, keyHeads, width, layout);
            Check.Same(x => FusedOperations.Attention(x[0], x[1], x[2], layout, null, 0.4), x => Plain(x[0], x[1], x[2], layout, 0.4), bound, query, key, value);
        }
    }

    [TorchTheory]
    [MemberData(nameof(Layouts))]
    public void Values_are_the_same_where_nothing_is_recorded(string name, long heads, long keyHeads, long width, long[] layout)
    {
        name.ShouldNotBeEmpty();
        using var scope = NewDisposeScope();
        var (query, key, value) = Inputs(float32, heads, keyHeads, width, layout);
        var expected = Plain(query.to(float64), key.to(float64), value.to(float64), layout, 0.4);
        using (no_grad())
            Check.Close(FusedOperations.Attention(query, key, value, layout, null, 0.4), expected, 5e-6, "without gradients");
        using (inference_mode())
            Check.Close(FusedOperations.Attention(query, key, value, layout, null, 0.4), expected, 5e-6, "in inference");
        Check.Close(FusedOperations.Attention(query.to(bfloat16), key.to(bfloat16), value.to(bfloat16), layout, null, 0.4), expected, 2e-2, "in half precision");
    }

    // As in writing texts: heads are taken together or apart, by how many sequences and threads there are. Widths of whole vectors and of a rest.
    [TorchTheory]
    [InlineData(12)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(128)]
    public void A_sequence_gets_the_same_to_the_last_digit_whatever_else_is_in_the_pass(long width)
    {
        using var scope = NewDisposeScope();
        using var nothing = no_grad();
        // Twenty short sequences of one to three queries and, between them, a long one.
        List<long> all = [];
        for (long i = 0, query = 0, key = 0; i < 21; i++)
        {
            long queries = i == 10 ? 20 : 1 + i % 3, keys = 20 + 3 * i;
            all.AddRange([query, queries, key, keys]);
            (query, key) = (query + queries, key + keys);
        }

        long[] layout = [.. all];
        var (q, k, v) = Inputs(float32, 6, 2, width, layout);
        int threads = get_num_threads();
        try
        {
            foreach (int count in CallingThread.CanUseThreads ? new[] { 1, threads } : [threads])
            {
                if (CallingThread.CanUseThreads)
                    CallingThread.UseThreads(count);
                var together = FusedOperations.Attention(q, k, v, layout, null, 0.2);
                Check.Close(together, Plain(q.to(float64), k.to(float64), v.to(float64), layout, 0.2), 1e-5, $"on {count} threads");
                for (int i = 0; i < layout.Length; i += 4)
                {
                    var alone = FusedOperations.Attention(q.narrow(0, layout[i], layout[i + 1]), k, v, [0, layout[i + 1], layout[i + 2], layout[i + 3]], null, 0.2);
                    alone.contiguous().data<float>().ToArray().ShouldBe(
                        together.narrow(0, layout[i], layout[i + 1]).contiguous().data<float>().ToArray(), $"sequence {i / 4} on {count} threads");
                }
            }
        }
        finally
        {
            if (CallingThread.CanUseThreads)
                CallingThread.UseThreads(threads);
        }
    }

    [TorchFact]
    public void One_sequence_is_libtorchs_own_causal_attention()
    {
        using var scope = NewDisposeScope();
        var (query, key, value) = Inputs(float32, 3, 3, 16, [0, 40, 0, 40]);
        var expected = TorchSharp.torch.nn.functional.scaled_dot_product_attention(
            query.transpose(0, 1), key.transpose(0, 1), value.transpose(0, 1), is_casual: true).transpose(0, 1);
        Check.Close(FusedOperations.Attention(query, key, value, [0, 40, 0, 40], null, 1 / Math.Sqrt(16)), expected, 2e-6, "value");
    }

    [TorchFact]
    public void Inputs_and_gradients_need_not_be_contiguous()
    {
        using var scope = NewDisposeScope();
        long[] layout = [0, 9, 0, 9];
        Tensor query = Check.Normal(float32, 4, 9, 8).transpose(0, 1), key = Check.Normal(float32, 9, 2, 16).narrow(2, 4, 8), value = Check.Normal(float32, 8, 2, 9).permute(2, 1, 0);
        Check.Same(
            x => FusedOperations.Attention(x[0], x[1], x[2], layout, null, 0.3).permute(2, 0, 1), x => Plain(x[0], x[1], x[2], layout, 0.3).permute(2, 0, 1), 5e-6, query, key, value);
        using (no_grad())
            Check.Close(FusedOperations.Attention(query.narrow(0, 6, 3), key, value, [0, 3, 0, 9], null, 0.3), Plain(query.narrow(0, 6, 3), key, value, [0, 3, 0, 9], 0.3), 5e-6, "few");
    }

    [TorchFact]
    public void Gradients_come_by_backward_for_those_who_ask()
    {
        using var scope = NewDisposeScope();
        var (query, key, value) = Inputs(float32, 2, 1, 4, [0, 3, 0, 5]);
        value.requires_grad = true;
        FusedOperations.Attention(query, key, value, [0, 3, 0, 5], null, 1).sum().backward();
        // Each query gives its weights, which sum to one, to every number of the values.
        value.grad!.sum().item<float>().ShouldBe(3 * 2 * 4, 1e-4);
        query.grad.ShouldBeNull();
    }

    [TorchTheory]
    [InlineData("has 3 queries but 2 keys", new long[] { 0, 3, 0, 2 })]
    [InlineData("has keys [3, 6) of 5", new long[] { 0, 3, 3, 3 })]
    [InlineData("has keys [-1, 3) of 5", new long[] { 0, 3, -1, 4 })]
    [InlineData("has keys", new long[] { 0, 3, 9223372036854775807, 3 })]
    [InlineData("its first has to be 0", new long[] { 1, 2, 0, 5 })]
    [InlineData("has queries [0, 4)", new long[] { 0, 4, 0, 5 })]
    [InlineData("has queries", new long[] { 0, -1, 0, 5 })]
    [InlineData("have 2 queries together, but there are 3", new long[] { 0, 2, 0, 5 })]
    [InlineData("have 0 queries together, but there are 3", new long[] { })]
    public void A_layout_that_does_not_fit_is_refused(string message, long[] layout)
    {
        using var scope = NewDisposeScope();
        foreach (var type in new[] { float32, float64, bfloat16 })
        {
            var (query, key, value) = (zeros([3, 2, 4], type), zeros([5, 1, 4], type), zeros([5, 1, 4], type));
            Should.Throw<TorchException>(() => FusedOperations.Attention(query, key, value, layout, null, 1)).Message.ShouldContain(message);
        }
    }

    [TorchFact]
    public void Tensors_that_do_not_fit_are_refused()
    {
        using var scope = NewDisposeScope();
        Tensor query = zeros([3, 4, 8]), key = zeros([3, 2, 8]);
        long[] layout = [0, 3, 0, 3];
        void Refused(Tensor q, Tensor k, Tensor v, double scale = 1) => Should.Throw<TorchException>(() => FusedOperations.Attention(q, k, v, layout, null, scale));
        Refused(zeros([3, 32]), key, key);
        Refused(query, zeros([3, 2, 4]), zeros([3, 2, 4]));
        Refused(query, key, zeros([3, 1, 8]));
        Refused(query, zeros([3, 3, 8]), zeros([3, 3, 8]));
        Refused(query, zeros([3, 0, 8]), zeros([3, 0, 8]));
        Refused(query, zeros([3, 8, 8]), zeros([3, 8, 8]));
        Refused(query, key.to(float64), key);
        Refused(query, key, key.to(bfloat16));
        Refused(query, key, key, double.NaN);
        Refused(query, key, key, -1);
        Should.Throw<ArgumentException>(() => FusedOperations.Attention(query, key, key, [0, 3, 0], null, 1));
    }

    private static (Tensor Query, Tensor Key, Tensor Value) Inputs(ScalarType type, long heads, long keyHeads, long width, long[] layout)
    {
        long queries = 0, keys = 0;
        for (int i = 0; i < layout.Length; i += 4)
        {
            queries += layout[i + 1];
            keys = Math.Max(keys, layout[i + 2] + layout[i + 3]);
        }

        return (Check.Normal(type, queries, heads, width), Check.Normal(type, keys + 1, keyHeads, width) * 0.7, Check.Normal(type, keys + 1, keyHeads, width) + 0.1);
    }

    /// <summary>Query by query and head by head.</summary>
    private static Tensor Plain(Tensor query, Tensor key, Tensor value, long[] layout, double scale)
    {
        List<Tensor> rows = [];
        long group = query.size(1) / key.size(1);
        var order = arange(0, query.size(1)) * (1.0 / group);
        var heads = order.to(int64);
        Tensor keys = key.index_select(1, heads), values = value.index_select(1, heads);
        for (int i = 0; i < layout.Length; i += 4)
        {
            for (long q = 0; q < layout[i + 1]; q++)
            {
                long visible = layout[i + 3] - layout[i + 1] + q + 1;
                Tensor seen = keys.narrow(0, layout[i + 2], visible), taken = values.narrow(0, layout[i + 2], visible);
                var weights = ((seen * query.narrow(0, layout[i] + q, 1)).sum(dim: -1) * scale).softmax(0);
                rows.Add((weights.unsqueeze(-1) * taken).sum(dim: 0));
            }
        }

        return rows.Count == 0 ? query * 0 + (keys.sum() + values.sum()) * 0 : stack(rows);
    }
}
