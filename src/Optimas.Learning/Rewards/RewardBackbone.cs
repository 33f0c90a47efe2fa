using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>A frozen language model as the base of φ, shared by all local rewards over it.</summary>
internal sealed class RewardBackbone
{
    private static readonly ConditionalWeakTable<LanguageModel, RewardBackbone> s_all = [];

    private readonly ObservationEncoder _encoder;
    private readonly Lazy<string> _identity;

    private RewardBackbone(LanguageModel model)
    {
        Model = model;
        _encoder = new(model);
        _identity = new(() => Identify(model));
        Scorer = new(model.Network);
    }

    /// <summary>The base.</summary>
    public LanguageModel Model { get; }

    /// <summary>Scores texts that come at once in common passes.</summary>
    public RewardScorer Scorer { get; }

    /// <summary>Tells the base from others: a hash of its shape, of a sample of its weights and of the size of its vocabulary.</summary>
    public string Identity => _identity.Value;

    public static RewardBackbone Of(LanguageModel model) => s_all.GetValue(model, m => new(m));

    /// <summary>The tokens of an observation.</summary>
    public EncodedObservation Encode(Observation observation, int maxTokens) => _encoder.Encode(observation, maxTokens);

    /// <summary>Refuses a length that holds nothing of a text.</summary>
    public void Check(int maxTokens) => _encoder.Check(maxTokens);

    // The first row of each tensor, in bfloat16: the same for every precision that a checkpoint is loaded in.
    private static string Identify(LanguageModel model)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var shape = model.Network.Config;
        hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant(
            $"{shape.Family} {shape.HiddenSize} {shape.Layers} {shape.Heads} {model.Tokenizer.VocabularySize}")));
        foreach (var (name, weight) in model.Network.Weights)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData(weight.narrow(0, 0, 1).to(ScalarType.BFloat16).cpu().contiguous().bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
