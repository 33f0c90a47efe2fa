using Microsoft.Extensions.AI;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>
/// Embeddings out of a local language model: its final hidden states, pooled and of length one. The model stays the caller's. Safe for
/// concurrent use.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="pooling">Which hidden states count.</param>
public sealed class LocalEmbeddingGenerator(LanguageModel model, EmbeddingPooling pooling) : IEmbeddingGenerator<string, Embedding<float>>
{
    private const int TokensPerPass = 8192;

    private readonly LanguageModel _model = model ?? throw new ArgumentNullException(nameof(model));

    private readonly EmbeddingGeneratorMetadata _metadata = new("optimas", providerUri: null, model.Name, model.Network.Config.HiddenSize);

    // One pass keeps all cores busy.
    private readonly SemaphoreSlim _passes = new(1, 1);

    /// <summary>Embeds texts; a text beyond the model's limit is cut at its end.</summary>
    /// <param name="values">The texts.</param>
    /// <param name="options">Not used.</param>
    /// <param name="cancellationToken">Ends the work between two passes.</param>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        int[][] texts = [.. values.Select(Tokens)];
        var embeddings = new Embedding<float>[texts.Length];
        // Texts of one length lie together, so that a pass has an even load.
        foreach (int[] rows in RowBudget.Deal(Enumerable.Range(0, texts.Length).OrderBy(i => texts[i].Length), i => texts[i].Length, TokensPerPass))
        {
            await _passes.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                float[] vectors = await Task.Run(() => Embed([.. rows.Select(r => texts[r])]), cancellationToken).ConfigureAwait(false);
                int width = _model.Network.Config.HiddenSize;
                for (int i = 0; i < rows.Length; i++)
                    embeddings[rows[i]] = new(vectors.AsMemory(i * width, width)) { ModelId = _model.Name, CreatedAt = DateTimeOffset.UtcNow };
            }
            finally
            {
                _passes.Release();
            }
        }

        long all = texts.Sum(t => (long)t.Length);
        return new(embeddings) { Usage = new() { InputTokenCount = all, TotalTokenCount = all } };
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType == typeof(LanguageModel) ? _model
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Frees nothing of the model, which is the caller's.</summary>
    public void Dispose() => _passes.Dispose();

    private int[] Tokens(string text)
    {
        int[] ids = [.. _model.Tokenizer.LeadingTokens, .. _model.Tokenizer.Encode(text)];
        // An empty text still has a place in the space: the one of a text that ends at once.
        if (ids.Length == 0)
            ids = [_model.EndTokens.IsEmpty ? 0 : _model.EndTokens[0]];
        return ids.Length <= _model.Network.Config.MaxPositions ? ids : ids[.._model.Network.Config.MaxPositions];
    }

    internal float[] Embed(int[][] texts)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var batch = PackedBatch.Of(texts, _model.Network.Device);
        Tensor pooled;
        if (pooling == EmbeddingPooling.LastToken)
        {
            pooled = _model.Network.LastHidden(batch, adapter: null).to(ScalarType.Float32);
        }
        else
        {
            var hidden = _model.Network.Hidden(batch, adapter: null).to(ScalarType.Float32);
            long[] owner = [.. texts.SelectMany((t, i) => Enumerable.Repeat((long)i, t.Length))];
            pooled = zeros([texts.Length, hidden.shape[1]], ScalarType.Float32, hidden.device)
                .index_add_(0, tensor(owner, device: hidden.device), hidden, 1)
                / tensor(texts.Select(t => (float)t.Length).ToArray(), device: hidden.device).unsqueeze(1);
        }

        var length = pooled.pow(2).sum(1, true).sqrt().clamp(min: 1e-12);
        return (pooled / length).cpu().data<float>().ToArray();
    }
}

/// <summary>Which hidden states make a text's embedding.</summary>
public enum EmbeddingPooling
{
    /// <summary>The last token's, which has seen the whole text.</summary>
    LastToken,

    /// <summary>The mean of all.</summary>
    Mean,
}
