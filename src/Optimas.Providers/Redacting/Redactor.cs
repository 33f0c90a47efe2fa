using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Optimas.Providers;

/// <summary>
/// Takes secrets out of text: those it was told, those of the provider inside, what looks like a key of a known service, and the values
/// of properties whose names say that they are secret.
/// </summary>
internal sealed partial class Redactor
{
    /// <summary>What stands where a secret was.</summary>
    public const string Mask = "***";

    // A short key is a placeholder such as "none" or "ollama", and a word of many a message.
    private const int ShortestSecret = 8;

    private readonly Func<IEnumerable<string>> _secrets;

    private Redactor(Func<IEnumerable<string>> secrets) => _secrets = secrets;

    /// <summary>One that knows the secrets of a client, and further ones.</summary>
    public static Redactor For(IChatClient client, IEnumerable<string>? further = null)
    {
        string[] told = [.. further ?? []];
        var source = client.GetService(typeof(SecretSource)) as SecretSource;
        return new(() => source is null ? told : told.Concat(source.Secrets()));
    }

    /// <summary>One that knows the secrets of one call as well.</summary>
    public Redactor With(ChatOptions? options)
    {
        string[] called =
        [
            .. (options?.AdditionalProperties ?? []).Where(p => IsSecretName(p.Key)).Select(p => p.Value?.ToString()).OfType<string>(),
        ];
        return called.Length == 0 ? this : new(() => _secrets().Concat(called));
    }

    /// <summary>Whether a property of this name holds a secret: <c>api_key</c>, <c>Authorization</c>, <c>accessToken</c>, but not <c>max_tokens</c>.</summary>
    public static bool IsSecretName(string name) => SecretName().IsMatch(name);

    /// <summary>Whether a text holds a secret.</summary>
    public bool Finds(string text) => Known().Any(secret => text.Contains(secret, StringComparison.Ordinal)) || SecretShape().IsMatch(text);

    /// <summary>The text with a mask for each secret.</summary>
    public string Redact(string text)
    {
        foreach (string secret in Known())
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        return SecretShape().Replace(text, Mask);
    }

    /// <summary>The value with a mask for each secret in its texts and names.</summary>
    public JsonNode? Redact(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.Select(p => KeyValuePair.Create(Redact(p.Key), MaskedByName(p.Key, p.Value) ?? Redact(p.Value)))
            .DistinctBy(p => p.Key)),
        JsonArray a => new JsonArray([.. a.Select(Redact)]),
        JsonValue v when v.GetValueKind() == JsonValueKind.String => JsonValue.Create(Redact(v.GetValue<string>())),
        _ => node?.DeepClone(),
    };

    // A schema has properties too, and may well have one named "password": only plain values are secrets.
    private static JsonValue? MaskedByName(string name, JsonNode? value) =>
        IsSecretName(name) && value is JsonValue v && v.GetValueKind() is JsonValueKind.String ? JsonValue.Create(Mask) : null;

    // The longest first: a secret may begin like another.
    private IEnumerable<string> Known() =>
        _secrets().Where(secret => secret.Length >= ShortestSecret).OrderByDescending(secret => secret.Length);

    [GeneratedRegex(
        "(^|[^a-z])(api|access|subscription|private|secret|signing)[-_ ]?key($|[^a-z])|^(x-)?api-?key$|apikey|authorization|password|passwd|secret|credential|cookie" +
        "|(^|[-_. ])token$|(access|auth|bearer|refresh|session|id)[-_]?token$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretName();

    [GeneratedRegex(
        @"\bsk-[A-Za-z0-9_-]{16,}|\bBearer\s+[A-Za-z0-9._~+/=-]{12,}|\bAIza[A-Za-z0-9_-]{30,}|\bgh[opsur]_[A-Za-z0-9]{30,}|\bgithub_pat_[A-Za-z0-9_]{30,}" +
        @"|\bhf_[A-Za-z0-9]{30,}|\bxox[abprs]-[A-Za-z0-9-]{10,}|\b(AKIA|ASIA)[A-Z0-9]{16}\b|\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}" +
        @"|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)",
        RegexOptions.CultureInvariant)]
    private static partial Regex SecretShape();
}
