using System.Text.Json;

namespace Optimas.Learning;

/// <summary>
/// How a conversation is laid out for a language model. What a message says is encoded as text: a special token spelled in it stays text.
/// </summary>
public abstract class ChatTemplate
{
    private const string QwenSystem = "You are Qwen, created by Alibaba Cloud. You are a helpful assistant.";

    private static readonly string[] s_roles = ["system", "user", "assistant", "tool"];

    private protected ChatTemplate(Tokenizer tokenizer) => Tokenizer = tokenizer;

    /// <summary>The layout's name: <c>llama3</c>, <c>chatml</c> or <c>plain</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The token that ends each message, at which generation stops; null where the layout has none.</summary>
    public abstract int? EndOfTurn { get; }

    private protected Tokenizer Tokenizer { get; }

    /// <summary>Llama 3's layout.</summary>
    /// <param name="tokenizer">A tokenizer with Llama 3's header tokens.</param>
    /// <exception cref="ArgumentException">A token of the layout is missing.</exception>
    public static ChatTemplate Llama3(Tokenizer tokenizer) => new Llama3Template(tokenizer, preamble: null);

    /// <summary>
    /// The layout of Llama 3.1 to 3.3: a system message comes first always, and starts with the dates of knowledge and of today.
    /// </summary>
    /// <param name="tokenizer">A tokenizer with Llama 3's header tokens.</param>
    /// <param name="today">Today's date as the model is to see it; the published template's own default is <c>26 Jul 2024</c>.</param>
    /// <exception cref="ArgumentException">A token of the layout is missing.</exception>
    public static ChatTemplate Llama31(Tokenizer tokenizer, string today)
    {
        ArgumentNullException.ThrowIfNull(today);
        return new Llama3Template(tokenizer, $"Cutting Knowledge Date: December 2023\nToday Date: {today}\n\n");
    }

    /// <summary>ChatML as such: every message as it comes.</summary>
    /// <param name="tokenizer">A tokenizer with <c>&lt;|im_start|&gt;</c> and <c>&lt;|im_end|&gt;</c>.</param>
    /// <exception cref="ArgumentException">A token of the layout is missing.</exception>
    public static ChatTemplate ChatMl(Tokenizer tokenizer) => new ChatMlTemplate(tokenizer, defaultSystem: null, toolResponses: false);

    /// <summary>ChatML as Qwen2.5 has it: a system message where the conversation starts without one, and tool results in user messages.</summary>
    /// <param name="tokenizer">A tokenizer with <c>&lt;|im_start|&gt;</c> and <c>&lt;|im_end|&gt;</c>.</param>
    /// <exception cref="ArgumentException">A token of the layout is missing.</exception>
    public static ChatTemplate Qwen25(Tokenizer tokenizer) => new ChatMlTemplate(tokenizer, QwenSystem, toolResponses: true);

    /// <summary>A line <c>role: text</c> for each message, for models that were trained on no layout.</summary>
    /// <param name="tokenizer">Any tokenizer.</param>
    public static ChatTemplate Plain(Tokenizer tokenizer) => new PlainTemplate(tokenizer);

    /// <summary>The layout that a tokenizer's special tokens tell: Llama 3's, ChatML's, or plain lines.</summary>
    /// <param name="tokenizer">The model's tokenizer.</param>
    public static ChatTemplate For(Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        if (Llama3Template.Fits(tokenizer))
            return Llama3(tokenizer);
        return ChatMlTemplate.Fits(tokenizer) ? ChatMl(tokenizer) : Plain(tokenizer);
    }

    /// <summary>
    /// The layout that a checkpoint's <c>chat_template</c> is recognised to describe. The text is not run: of Llama 3's and ChatML's
    /// templates it tells the default system message, the dated preamble and how tool results are laid out.
    /// </summary>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="chatTemplate">The Jinja text; null or blank for <see cref="For(Tokenizer)"/>.</param>
    /// <exception cref="InvalidDataException">The text describes a layout that is not supported.</exception>
    public static ChatTemplate For(Tokenizer tokenizer, string? chatTemplate)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        if (string.IsNullOrWhiteSpace(chatTemplate))
            return For(tokenizer);
        if (chatTemplate.Contains("<|start_header_id|>", StringComparison.Ordinal) && Llama3Template.Fits(tokenizer))
        {
            return chatTemplate.Contains("Cutting Knowledge Date: December 2023", StringComparison.Ordinal)
                ? Llama31(tokenizer, "26 Jul 2024")
                : Llama3(tokenizer);
        }

        if (chatTemplate.Contains("<|im_start|>", StringComparison.Ordinal) && ChatMlTemplate.Fits(tokenizer))
        {
            bool toolResponses = chatTemplate.Contains("<tool_response>", StringComparison.Ordinal);
            return new ChatMlTemplate(tokenizer, ChatMlTemplate.FindDefaultSystem(chatTemplate), toolResponses);
        }

        throw new InvalidDataException(
            "The chat template is of no supported layout, or the tokenizer lacks its tokens. Supported: Llama 3's (<|start_header_id|>) and ChatML "
            + $"(<|im_start|>). The template starts with: {chatTemplate[..Math.Min(chatTemplate.Length, 80)]}");
    }

    /// <summary>
    /// The layout of a checkpoint's folder: by its <c>chat_template.jinja</c>, else by <c>chat_template</c> in its
    /// <c>tokenizer_config.json</c>, else by the tokenizer's special tokens.
    /// </summary>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="folder">The checkpoint.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidDataException">A file is damaged, or describes a layout that is not supported; the message names it.</exception>
    public static async Task<ChatTemplate> LoadAsync(Tokenizer tokenizer, string folder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string jinja = Path.Combine(folder, "chat_template.jinja"), config = Path.Combine(folder, "tokenizer_config.json");
        string source = File.Exists(jinja) ? jinja : config;
        string? template = null;
        if (source == jinja)
            template = await File.ReadAllTextAsync(jinja, cancellationToken).ConfigureAwait(false);
        else if (File.Exists(config))
            template = ReadTemplate(await File.ReadAllBytesAsync(config, cancellationToken).ConfigureAwait(false), config);
        try
        {
            return For(tokenizer, template);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{source}: {e.Message}", e);
        }
    }

    /// <summary>The ids of a conversation.</summary>
    /// <param name="turns">The messages, at least one.</param>
    /// <param name="generationPrompt">Whether the start of the assistant's next message follows, for the model to go on from.</param>
    /// <exception cref="ArgumentException">There is no message, or a role is none of the four.</exception>
    public int[] Encode(IReadOnlyList<ChatTurn> turns, bool generationPrompt) => Lay(turns, generationPrompt).ToIds();

    /// <summary>A conversation as text, to look at. For a model use <see cref="Encode"/>, in which messages can't forge special tokens.</summary>
    /// <param name="turns">The messages, at least one.</param>
    /// <param name="generationPrompt">Whether the start of the assistant's next message follows.</param>
    /// <exception cref="ArgumentException">There is no message, or a role is none of the four.</exception>
    public string Render(IReadOnlyList<ChatTurn> turns, bool generationPrompt) => Lay(turns, generationPrompt).ToString();

    private protected abstract void Write(IReadOnlyList<ChatTurn> turns, bool generationPrompt, TokenizedTemplate to);

    private TokenizedTemplate Lay(IReadOnlyList<ChatTurn> turns, bool generationPrompt)
    {
        ArgumentNullException.ThrowIfNull(turns);
        if (turns.Count == 0)
            throw new ArgumentException("A conversation has at least one message.", nameof(turns));
        if (turns.FirstOrDefault(t => !s_roles.Contains(t.Role)) is { } stranger)
            throw new ArgumentException($"\"{stranger.Role}\" is no role; roles are {string.Join(", ", s_roles)}.", nameof(turns));
        var template = new TokenizedTemplate(Tokenizer);
        Write(turns, generationPrompt, template);
        return template;
    }

    private protected static int Required(Tokenizer tokenizer, string token)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        return tokenizer.TokenId(token) ?? throw new ArgumentException($"The tokenizer has no token {token}.", nameof(tokenizer));
    }

    // Either the text, or (older checkpoints with several) a list of named ones, of which "default" counts.
    private static string? ReadTemplate(byte[] config, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(config);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("chat_template", out var template))
                return null;
            if (template.ValueKind == JsonValueKind.Array)
            {
                template = template.EnumerateArray().FirstOrDefault(t => t.GetProperty("name").GetString() == "default");
                return template.ValueKind == JsonValueKind.Object ? template.GetProperty("template").GetString() : null;
            }

            return template.GetString();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidDataException($"{source}: chat_template can't be read: {e.Message}", e);
        }
    }
}
