using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>A term of the ranking loss in tokens.</summary>
/// <param name="Preferred">(x_k, y⁺).</param>
/// <param name="Rejected">(x_k, y⁻).</param>
/// <param name="Head">The row of its component's head.</param>
/// <param name="Margin">The difference of rewards that is asked for.</param>
/// <param name="Weight">What its loss is multiplied with.</param>
internal sealed record RankedTexts(EncodedObservation Preferred, EncodedObservation Rejected, int Head, double Margin, double Weight);

/// <summary>
/// Terms of the ranking loss in one forward pass: each distinct text is encoded once, and texts with one context share its rows.
/// </summary>
internal sealed class RankingPass
{
    private readonly IReadOnlyList<RankedTexts> _terms;
    private readonly List<Branching> _contexts;
    private readonly Dictionary<EncodedObservation, int> _positions;

    public RankingPass(IReadOnlyList<RankedTexts> terms)
    {
        _terms = terms;
        (_contexts, _positions) = EncodedObservation.Pack(terms.SelectMany(t => new[] { t.Preferred, t.Rejected }));
    }

    /// <summary>Pairwise log-sigmoid ranking loss (OPTIMAS, eq. 4), Σ weight · −log σ(r⁺ − r⁻ − margin); adds its gradient.</summary>
    /// <param name="model">The frozen base.</param>
    /// <param name="adapter">The adapter that is trained.</param>
    /// <param name="heads">The heads, components × width, float32.</param>
    /// <param name="checkpointing">Whether blocks are computed again on the way back.</param>
    public double Backward(DecoderModel model, LoraAdapter adapter, Tensor heads, bool checkpointing)
    {
        using var scope = NewDisposeScope();
        var pass = TrainingPass.Run(model, PackedBatch.Of(_contexts, model.Device), adapter, lastOnly: true, checkpointing);
        var loss = Loss(Differences(pass.Hidden, heads));
        loss.backward();
        pass.Backward();
        return loss.item<float>();
    }

    /// <summary>r⁺ − r⁻ of each term.</summary>
    public double[] Differences(DecoderModel model, LoraAdapter adapter, Tensor heads)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var hidden = model.LastHidden(PackedBatch.Of(_contexts, model.Device), adapter);
        return [.. Differences(hidden, heads).cpu().data<float>().ToArray().Select(d => (double)d)];
    }

    private Tensor Differences(Tensor hidden, Tensor heads)
    {
        long count = heads.shape[0];
        var rewards = hidden.to(ScalarType.Float32).mm(heads.t()).view(-1);
        return rewards.index_select(0, Of(t => t.Preferred)) - rewards.index_select(0, Of(t => t.Rejected));

        Tensor Of(Func<RankedTexts, EncodedObservation> text) =>
            tensor(_terms.Select(t => (_positions[text(t)] * count) + t.Head).ToArray(), device: heads.device);
    }

    private Tensor Loss(Tensor differences)
    {
        var margins = tensor(_terms.Select(t => (float)t.Margin).ToArray(), device: differences.device);
        var weights = tensor(_terms.Select(t => (float)t.Weight).ToArray(), device: differences.device);
        return (nn.functional.logsigmoid(differences - margins) * weights).sum().neg();
    }
}
