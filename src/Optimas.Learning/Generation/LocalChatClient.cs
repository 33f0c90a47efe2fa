using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Optimas.Runtime;

namespace Optimas.Learning;

/// <summary>
/// A local language model as a chat client. Concurrent requests share forward passes. The engine and the adapters stay the caller's.
/// </summary>
/// <remarks>
/// It understands temperature, top-p, top-k, seed, stop sequences and the largest number of tokens; asked for JSON, it puts the schema into
/// the system message. A seed that is not given is drawn at random. Trained weights are named by a component's configuration
/// (<see cref="TrainableAttribute"/>) and found in the adapter store.
/// </remarks>
public sealed class LocalChatClient : IChatClient
{
    private readonly GenerationEngine _engine;
    private readonly AdapterStore? _adapters;
    private readonly ChatClientMetadata _metadata;

    /// <summary>A client without adapters.</summary>
    /// <param name="engine">What writes its replies.</param>
    public LocalChatClient(GenerationEngine engine)
        : this(engine, adapters: null)
    {
    }

    /// <summary>A client.</summary>
    /// <param name="engine">What writes its replies.</param>
    /// <param name="adapters">Where trained weights are; null for none.</param>
    public LocalChatClient(GenerationEngine engine, AdapterStore? adapters)
    {
        ArgumentNullException.ThrowIfNull(engine);
        _engine = engine;
        _adapters = adapters;
        _metadata = new("optimas", providerUri: null, engine.Model.Name);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A message holds something other than text, an option is out of range, or the conversation is too long.</exception>
    /// <exception cref="CheckpointException">The configuration names weights that the adapter store lacks.</exception>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var request = Request(messages, options);
        var result = await _engine.GenerateAsync(request, cancellationToken).ConfigureAwait(false);
        Record(request, result);
        return new(new ChatMessage(ChatRole.Assistant, result.Text))
        {
            ModelId = _engine.Model.Name,
            FinishReason = ReasonOf(result),
            Usage = UsageOf(request, result),
            CreatedAt = DateTimeOffset.UtcNow,
            ResponseId = Guid.NewGuid().ToString("N"),
        };
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A message holds something other than text, an option is out of range, or the conversation is too long.</exception>
    /// <exception cref="CheckpointException">The configuration names weights that the adapter store lacks.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = Request(messages, options);
        string id = Guid.NewGuid().ToString("N");
        GenerationResult? result = null;
        await foreach (string piece in _engine.StreamAsync(request, r => result = r, cancellationToken).ConfigureAwait(false))
            yield return Update(new TextContent(piece));
        Record(request, result!);
        var last = Update(new UsageContent(UsageOf(request, result!)));
        last.FinishReason = ReasonOf(result!);
        yield return last;

        ChatResponseUpdate Update(AIContent content) => new(ChatRole.Assistant, [content])
        {
            ModelId = _engine.Model.Name,
            ResponseId = id,
            MessageId = id,
            CreatedAt = DateTimeOffset.UtcNow,
        };
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType == typeof(GenerationEngine) ? _engine
            : serviceType == typeof(LanguageModel) ? _engine.Model
            : serviceType == typeof(AdapterStore) ? _adapters
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Nothing: the engine and the adapters are the caller's.</summary>
    public void Dispose()
    {
    }

    private static ChatFinishReason ReasonOf(GenerationResult result) =>
        result.End == GenerationEnd.Stop ? ChatFinishReason.Stop : ChatFinishReason.Length;

    private static UsageDetails UsageOf(GenerationRequest request, GenerationResult result) => new()
    {
        InputTokenCount = request.Prompt.Length,
        CachedInputTokenCount = result.PrefixTokens,
        OutputTokenCount = result.Tokens.Length,
        TotalTokenCount = request.Prompt.Length + result.Tokens.Length,
    };

    private static void Record(GenerationRequest request, GenerationResult result) =>
        GenerationRecorder.Current?.Add(new(request, result.Tokens));

    private static string TextOf(ChatMessage message)
    {
        foreach (var content in message.Contents)
        {
            if (content is not (TextContent or TextReasoningContent or UsageContent))
                throw new ArgumentException($"A local language model reads text alone, but a message holds {content.GetType().Name}.", nameof(message));
        }

        return message.Text;
    }

    private static string Asking(ChatResponseFormatJson format) => format.Schema is { } schema
        ? $"Reply with nothing but JSON that fits this schema: {JsonSerializer.Serialize(schema, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonElement)))}"
        : "Reply with nothing but JSON.";

    private GenerationRequest Request(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (options?.Tools is { Count: > 0 })
            throw new ArgumentException("A local language model calls no tools; leave ChatOptions.Tools out.", nameof(options));
        var turns = messages.Select(m => new ChatTurn(m.Role.Value, TextOf(m))).ToList();
        if (turns.Count == 0)
            throw new ArgumentException("There is no message to reply to.", nameof(messages));
        string? system = string.Join("\n\n", new[] { options?.Instructions, options?.ResponseFormat is ChatResponseFormatJson json ? Asking(json) : null }.Where(t => t is not null));
        if (system.Length > 0)
        {
            if (turns[0].Role == ChatRole.System.Value)
                turns[0] = turns[0] with { Text = $"{turns[0].Text}\n\n{system}" };
            else
                turns.Insert(0, new(ChatRole.System.Value, system));
        }

        var prompt = _engine.Model.Template.Encode(turns, generationPrompt: true);
        return new([.. prompt], Sampling(options), Adapter(options));
    }

    private static SamplingOptions Sampling(ChatOptions? options)
    {
        double temperature = options?.Temperature ?? 1;
        // A rollout of training explores, also where the component does not.
        if (temperature == 0 && GenerationRecorder.Current is not null)
            temperature = 1;
        long? seed = GenerationRecorder.Current is null ? options?.Seed : ComponentScope.Current?.Seed ?? options?.Seed;
        return new()
        {
            Temperature = temperature,
            TopP = options?.TopP ?? 1,
            TopK = options?.TopK,
            MaxTokens = options?.MaxOutputTokens ?? SamplingOptions.Default.MaxTokens,
            StopTexts = options?.StopSequences is { } stops ? [.. stops] : [],
            Seed = seed ?? Random.Shared.NextInt64(),
        };
    }

    private LoraAdapter? Adapter(ChatOptions? options)
    {
        if (options?.AdditionalProperties?.TryGetValue(PromptedCall.WeightsProperty, out object? value) is not true || value is null)
            return null;
        if (value is not string name)
            throw new ArgumentException($"{PromptedCall.WeightsProperty} must be the name of an adapter, but is a {value.GetType().Name}.", nameof(options));
        return _adapters is null
            ? throw new CheckpointException($"The configuration names the weights {name}, but this client has no {nameof(AdapterStore)}.")
            : _adapters.Get(name);
    }
}
