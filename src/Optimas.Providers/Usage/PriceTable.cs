using System.Collections.Frozen;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Optimas.Providers;

/// <summary>
/// Prices by model. A name stands for the model and its dated snapshots: <c>gpt-4o</c> for <c>gpt-4o-2024-08-06</c>, but not for
/// <c>gpt-4o-audio-preview</c>, and <c>gpt-5</c> not for <c>gpt-5-pro</c>: variants have prices of their own, which may be ten times as high. Immutable.
/// </summary>
public sealed partial class PriceTable
{
    private readonly FrozenDictionary<string, ModelPrice> _prices;

    /// <summary>Makes a table.</summary>
    /// <exception cref="ArgumentException">A name is empty, or a price negative.</exception>
    public PriceTable(IEnumerable<KeyValuePair<string, ModelPrice>> prices)
    {
        ArgumentNullException.ThrowIfNull(prices);
        var all = new Dictionary<string, ModelPrice>(StringComparer.OrdinalIgnoreCase);
        foreach (var (model, price) in prices)
        {
            if (string.IsNullOrWhiteSpace(model))
                throw new ArgumentException("A model's name is empty.", nameof(prices));
            if (price is null || price.Input < 0 || price.CachedInput < 0 || price.Output < 0)
                throw new ArgumentException($"The price of '{model}' is missing or negative: {price}.", nameof(prices));
            all[model] = price;
        }

        _prices = all.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>No prices: the cost of every model is unknown.</summary>
    public static PriceTable Empty { get; } = new([]);

    /// <summary>
    /// List prices of OpenAI's common models, as published in 2025 and still reported in March 2026. Prices change, and contracts differ: check them, and replace the table
    /// where money depends on it.
    /// </summary>
    public static PriceTable Default { get; } = new(new Dictionary<string, ModelPrice>
    {
        ["gpt-4o"] = new(2.50m, 1.25m, 10.00m),
        ["gpt-4o-mini"] = new(0.15m, 0.075m, 0.60m),
        ["gpt-4.1"] = new(2.00m, 0.50m, 8.00m),
        ["gpt-4.1-mini"] = new(0.40m, 0.10m, 1.60m),
        ["gpt-4.1-nano"] = new(0.10m, 0.025m, 0.40m),
        ["gpt-5"] = new(1.25m, 0.125m, 10.00m),
        ["gpt-5-mini"] = new(0.25m, 0.025m, 2.00m),
        ["gpt-5-nano"] = new(0.05m, 0.005m, 0.40m),
        ["o3"] = new(2.00m, 0.50m, 8.00m),
        ["o4-mini"] = new(1.10m, 0.275m, 4.40m),
    });

    /// <summary>The names in the table.</summary>
    public IReadOnlyCollection<string> Models => _prices.Keys;

    /// <summary>The table with one more price, or another one for a name that it has.</summary>
    public PriceTable With(string model, ModelPrice price) => new([.. _prices, new(model, price)]);

    /// <summary>The table with the prices of another one, which count where both have a name.</summary>
    public PriceTable With(PriceTable other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new([.. _prices, .. other._prices]);
    }

    /// <summary>The price of a model; null where the table has none.</summary>
    public ModelPrice? Find(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return _prices.GetValueOrDefault(model) ?? _prices.GetValueOrDefault(Snapshot().Replace(model, ""));
    }

    // What dates a snapshot: "-2024-08-06", "-0613" or "-20250805" at the end.
    [GeneratedRegex(@"-(\d{4}-\d{2}-\d{2}|\d{8}|\d{4})$", RegexOptions.CultureInvariant)]
    private static partial Regex Snapshot();

    /// <summary>
    /// Reads a table from a JSON file: <c>{ "gpt-4o": { "input": 2.5, "cachedInput": 1.25, "output": 10 } }</c>, in dollars for a million
    /// tokens. <c>cachedInput</c> is <c>input</c> where it is missing.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is not such a table; the message says where.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static async Task<PriceTable> LoadAsync(string path, CancellationToken cancellationToken = default)
    {
        byte[] json = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        try
        {
            using var document = JsonDocument.Parse(
                json, new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new InvalidDataException($"'{path}' is not a price table: it must be an object with a member for each model.");
            return new([.. document.RootElement.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, Price(path, p)))]);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"'{path}' is not a price table: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static ModelPrice Price(string path, JsonProperty model)
    {
        decimal input = Dollars(path, model, "input") ?? throw Missing(path, model, "input");
        decimal output = Dollars(path, model, "output") ?? throw Missing(path, model, "output");
        return new(input, Dollars(path, model, "cachedInput") ?? input, output);
    }

    private static decimal? Dollars(string path, JsonProperty model, string name)
    {
        if (model.Value.ValueKind != JsonValueKind.Object || !model.Value.TryGetProperty(name, out var value))
            return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal dollars) ? dollars : throw Missing(path, model, name);
    }

    private static InvalidDataException Missing(string path, JsonProperty model, string name) => new(
        $"'{path}' gives no \"{name}\" for '{model.Name}'. Write a number of dollars for a million tokens.");
}
