namespace Optimas.Tests.Systems;

/// <summary>Short ways to declare what the systems of these tests search.</summary>
internal static class Parameters
{
    public static DiscreteParameter OneOf<T>(string name, T start, params T[] values)
        where T : notnull => new(name, typeof(T), start, [.. values.Cast<object>()]);

    public static DiscreteParameter PerInput<T>(string name, T start, params T[] values)
        where T : notnull => new(name, typeof(T), start, [.. values.Cast<object>()]) { PerInput = true };

    public static DiscreteParameter Model(string name, string start, params string[] models) =>
        new(name, typeof(string), start, [.. models.Cast<object>()]) { IsModelChoice = true };

    public static ContinuousParameter Range(string name, double start, double min, double max, Scale scale = Scale.Linear) =>
        new(name, typeof(double), start, min, max, scale);

    public static WeightsParameter Weights(string name) => new(name);

    public static PromptParameter Prompt(string name, string text, params string[] placeholders) => new(name, text, [.. placeholders]);
}
