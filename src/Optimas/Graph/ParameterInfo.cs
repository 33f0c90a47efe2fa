using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Optimas;

/// <summary>One value v_k of a component's configuration: what it is, what is legal, and how it goes to JSON and back.</summary>
/// <param name="Name">Its name within the component, as the configuration's property is called.</param>
/// <param name="Type">The CLR type of its values.</param>
/// <param name="DefaultValue">The value of the default configuration.</param>
public abstract record ParameterInfo(string Name, Type Type, object? DefaultValue)
{
    /// <summary>Whether an optimizer may change it. Settings, such as a seed, are configured but never searched.</summary>
    public virtual bool IsSearched => true;

    /// <summary>Whether the value may be chosen for each input by the component's local reward.</summary>
    public virtual bool IsPerInput => false;

    /// <summary>Why <paramref name="value"/> is illegal, as the rest of a sentence that starts with the parameter's name; null if it is legal.</summary>
    public abstract string? Reject(object? value);

    /// <summary>Writes a legal value.</summary>
    public virtual void WriteValue(Utf8JsonWriter writer, object? value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case string text: writer.WriteStringValue(text); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case int number: writer.WriteNumberValue(number); break;
            case long number: writer.WriteNumberValue(number); break;
            case float number: writer.WriteNumberValue(number); break;
            case double number: writer.WriteNumberValue(number); break;
            case decimal number: writer.WriteNumberValue(number); break;
            default: writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }

    /// <summary>Reads a value of this parameter's type; it may still be illegal.</summary>
    /// <exception cref="JsonException">The JSON value has another type.</exception>
    public virtual object? ReadValue(JsonElement json)
    {
        try
        {
            return json.ValueKind switch
            {
                JsonValueKind.Null => null,
                _ when Type == typeof(string) => json.GetString(),
                _ when Type == typeof(bool) => json.GetBoolean(),
                _ when Type == typeof(int) => json.GetInt32(),
                _ when Type == typeof(long) => json.GetInt64(),
                _ when Type == typeof(float) => json.GetSingle(),
                _ when Type == typeof(double) => json.GetDouble(),
                _ when Type == typeof(decimal) => json.GetDecimal(),
                _ => throw new JsonException($"has the type {Type.Name}, which has no JSON form"),
            };
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw new JsonException($"is {json.GetRawText()}, which is not a value of type {Type.Name}", e);
        }
    }

    /// <summary>A value as a person reads it.</summary>
    public static string Show(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}

/// <summary>A prompt: any text, the empty one included.</summary>
/// <param name="Name">Its name within the component.</param>
/// <param name="Text">The default text.</param>
/// <param name="Placeholders">The names that <c>{name}</c> may stand for.</param>
public sealed record PromptParameter(string Name, string Text, ImmutableArray<string> Placeholders) : ParameterInfo(Name, typeof(string), Text)
{
    /// <inheritdoc/>
    public override string? Reject(object? value) => value is string ? null : $"must be a text, but is {Show(value)}";
}

/// <summary>A hyperparameter or model choice with its candidate values.</summary>
public sealed record DiscreteParameter : ParameterInfo
{
    /// <summary>A parameter with candidate values.</summary>
    /// <param name="name">Its name within the component.</param>
    /// <param name="type">The CLR type of its values.</param>
    /// <param name="defaultValue">One of <paramref name="values"/>.</param>
    /// <param name="values">The candidates, distinct, in the order in which they were declared.</param>
    public DiscreteParameter(string name, Type type, object defaultValue, params ImmutableArray<object> values)
        : base(name, type, defaultValue) => Values = values;

    /// <summary>The candidates.</summary>
    public ImmutableArray<object> Values { get; }

    /// <summary>Whether the values are names of models.</summary>
    public bool IsModelChoice { get; init; }

    /// <summary>Whether the value may be chosen for each input.</summary>
    public bool PerInput { get; init; }

    /// <summary>Whether the candidates are numbers that rise or fall from one to the next, so that neighbours are the closest ones.</summary>
    public bool IsOrdered => Values.All(v => v is int or long or float or double or decimal) && (IsSorted(1) || IsSorted(-1));

    /// <inheritdoc/>
    public override bool IsPerInput => PerInput;

    /// <inheritdoc/>
    public override string? Reject(object? value) => value is not null && Values.Contains(value)
        ? null
        : $"must be one of {string.Join(", ", Values.Select(Show))}, but is {Show(value)}";

    /// <inheritdoc/>
    public override object? ReadValue(JsonElement json)
    {
        if (!Type.IsEnum)
            return base.ReadValue(json);
        string? name = json.ValueKind == JsonValueKind.String ? json.GetString() : null;
        return Values.FirstOrDefault(v => v.ToString() == name)
            ?? throw new JsonException($"must be one of {string.Join(", ", Values.Select(Show))}, but is {json.GetRawText()}");
    }

    private bool IsSorted(int direction) =>
        Values.Zip(Values.Skip(1)).All(v => Math.Sign(Comparer<object>.Default.Compare(v.Second, v.First)) == direction);
}

/// <summary>A hyperparameter with a range.</summary>
/// <param name="Name">Its name within the component.</param>
/// <param name="Type">double, float, int or long.</param>
/// <param name="DefaultValue">A value in the range.</param>
/// <param name="Min">The smallest legal value.</param>
/// <param name="Max">The largest legal value.</param>
/// <param name="Scale">The scale on which it is searched.</param>
public sealed record ContinuousParameter(string Name, Type Type, object DefaultValue, double Min, double Max, Scale Scale)
    : ParameterInfo(Name, Type, DefaultValue)
{
    /// <summary>Whether the value may be chosen for each input.</summary>
    public bool PerInput { get; init; }

    /// <inheritdoc/>
    public override bool IsPerInput => PerInput;

    /// <inheritdoc/>
    public override string? Reject(object? value)
    {
        // A float next to an end of the range may be the end itself: 0.1f is larger than 0.1.
        bool legal = value is double or float or int or long
            && Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number
            && (value is float ? number >= (float)Min && number <= (float)Max : number >= Min && number <= Max);
        return legal ? null : string.Create(CultureInfo.InvariantCulture, $"must lie in [{Min}, {Max}], but is {Show(value)}");
    }

    /// <summary>The value at a position of the range, rounded to about three significant digits, or to an integer where the type is integral.</summary>
    /// <param name="position">From 0 (<see cref="Min"/>) to 1 (<see cref="Max"/>), on the parameter's scale; values outside are clamped.</param>
    public object At(double position)
    {
        position = Math.Clamp(position, 0, 1);
        double value = Scale == Scale.Log ? Min * Math.Pow(Max / Min, position) : Min + (Max - Min) * position;
        value = Math.Clamp(Round(value), Min, Max);
        return Type switch
        {
            // The first arm says object: the arms' common type would be double.
            _ when Type == typeof(int) => (object)(int)Math.Round(value),
            _ when Type == typeof(long) => (long)Math.Round(value),
            _ when Type == typeof(float) => (float)value,
            _ => value,
        };
    }

    // Nobody means 11.045427306756851: three significant digits are enough, or as many as tell the range's parts apart.
    private double Round(double value)
    {
        double quantum = Math.Min(Math.Abs(value), (Max - Min) / 5) / 100;
        int digits = quantum > 0 ? -(int)Math.Floor(Math.Log10(quantum)) : 0;
        if (digits < 0)
        {
            double unit = Math.Pow(10, -digits);
            return Math.Round(value / unit) * unit;
        }

        return digits <= 15 ? Math.Round(value, digits) : value;
    }

    /// <summary>Where a legal value lies in the range, from 0 to 1 on the parameter's scale.</summary>
    public double PositionOf(object value)
    {
        double number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        return Scale == Scale.Log ? Math.Log(number / Min) / Math.Log(Max / Min) : (number - Min) / (Max - Min);
    }
}

/// <summary>Trainable weights: null stands for the base model's own.</summary>
/// <param name="Name">Its name within the component.</param>
public sealed record WeightsParameter(string Name) : ParameterInfo(Name, typeof(string), null)
{
    /// <inheritdoc/>
    public override string? Reject(object? value) => value switch
    {
        null => null,
        string { Length: > 0 } => null,
        _ => $"must name stored weights, or be null for the base model's own, but is {Show(value)}",
    };
}

/// <summary>A setting that the configuration carries and no optimizer changes: a temperature, a token limit, a model id, a seed.</summary>
/// <param name="Name">Its name within the component.</param>
/// <param name="Type">The CLR type of its values; null is always legal and means the provider's default.</param>
/// <param name="Min">The smallest legal number; negative infinity for none.</param>
public sealed record SettingParameter(string Name, Type Type, double Min) : ParameterInfo(Name, Type, null)
{
    /// <inheritdoc/>
    public override bool IsSearched => false;

    /// <inheritdoc/>
    public override string? Reject(object? value) => value switch
    {
        null => null,
        string when Type == typeof(string) => null,
        _ when value.GetType() != Type => $"must be of type {Type.Name}, but is {Show(value)}",
        _ when Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number && !(number >= Min) =>
            string.Create(CultureInfo.InvariantCulture, $"must be at least {Min}, but is {Show(value)}"),
        _ => null,
    };
}
