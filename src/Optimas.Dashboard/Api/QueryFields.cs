using System.Globalization;
using Microsoft.AspNetCore.Http;
using Optimas.Dashboard.Exchange;

namespace Optimas.Dashboard.Api;

/// <summary>The fields of a query. One that is unknown, double or out of its range is refused by its name.</summary>
internal sealed class QueryFields
{
    private readonly IQueryCollection _query;

    /// <param name="query">The query.</param>
    /// <param name="known">The fields that the address takes.</param>
    /// <exception cref="RequestException">The query has another one, or one of them twice.</exception>
    public QueryFields(IQueryCollection query, params ReadOnlySpan<string> known)
    {
        _query = query;
        foreach (var (name, values) in query)
        {
            if (!known.Contains(name))
            {
                throw RequestException.Invalid(
                    Shown(name), known.Length == 0 ? "This address takes no fields." : $"There is no such field; there is {string.Join(", ", known.ToArray())}.");
            }

            if (values.Count > 1)
                throw RequestException.Invalid(name, "It is given more than once.");
        }
    }

    /// <summary>A text; null where it is missing or empty.</summary>
    public string? Text(string name, int most)
    {
        string? text = _query[name];
        if (string.IsNullOrEmpty(text))
            return null;
        return text.Length <= most ? text : throw RequestException.Invalid(name, $"It has {text.Length} characters; give {most} at most.");
    }

    /// <exception cref="RequestException">It is missing, or too long.</exception>
    public string Needed(string name, int most) => Text(name, most) ?? throw RequestException.Invalid(name, "It is missing.");

    public long? Whole(string name, long least, long most)
    {
        if (Text(name, int.MaxValue) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= least && value <= most
            ? value
            : throw RequestException.Invalid(name, $"It is {Shown(text)}; give a whole number from {least} to {most}.");
    }

    public double? Number(string name)
    {
        if (Text(name, int.MaxValue) is not { } text)
            return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw RequestException.Invalid(name, $"It is {Shown(text)}; give a number.");
    }

    public bool? YesOrNo(string name) => Text(name, int.MaxValue) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        var text => throw RequestException.Invalid(name, $"It is {Shown(text)}; give true or false."),
    };

    public T OneOf<T>(string name, T otherwise)
        where T : struct, Enum
    {
        if (Text(name, int.MaxValue) is not { } text)
            return otherwise;
        string[] names = Enum.GetNames<T>();
        return names.FirstOrDefault(n => n.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } found
            ? Enum.Parse<T>(found)
            : throw RequestException.Invalid(name, $"It is {Shown(text)}; give one of {string.Join(", ", names.Select(JsonName))}.");
    }

    /// <summary>The hash of a configuration.</summary>
    public string? Hash(string name) => Text(name, int.MaxValue) is { } text ? DemandHash(name, text) : null;

    /// <exception cref="RequestException">It is no hash of a configuration.</exception>
    public static string DemandHash(string name, string text) =>
        text.Length == 32 && text.All(char.IsAsciiHexDigit) ? text : throw RequestException.Invalid(name, $"It is {Shown(text)}; give the 32 hexadecimal digits of a configuration's hash.");

    private static string JsonName(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static string Shown(string text) => text.Length <= 40 ? text : $"{text[..40]}…";
}
