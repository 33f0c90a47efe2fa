namespace Optimas.Tests.Generated;

public enum Tone
{
    Plain,
    Loud,
}

/// <summary>A model of the user's own.</summary>
public sealed class Scorer(string weights = "base") : ITrainable<Scorer>
{
    public string Describe(string text) => $"{weights}:{text}";

    public Scorer WithWeights(string weights) => new(weights);
}

/// <summary>Nothing but synchronous components: every kind of hyperparameter, a prompt for the user's own code, a trainable model.</summary>
[CompoundSystem<string, string>(Output = nameof(Final))]
public sealed partial class Plain(Scorer scorer)
{
    [Component]
    private (string Word, int Size) Parts(string input) => (input, input.Length);

    [Component]
    private string Toned(string word, [Hyperparameter(Tone.Plain, Tone.Loud)] Tone tone, [Hyperparameter(true, false)] bool bracketed = false)
    {
        string toned = tone == Tone.Loud ? word.ToUpperInvariant() : word;
        return bracketed ? $"[{toned}]" : toned;
    }

    [Component]
    private double Weighted(
        int size,
        [Hyperparameter(Min = 0.01, Max = 100, Scale = Scale.Log)] double weight = 2,
        [Hyperparameter(Min = 1, Max = 9)] int power = 1) =>
        Math.Pow(size * weight, power);

    [Component]
    private string Scored(
        string toned, [Trainable] Scorer scorer, [Prompt("Score it.")] string prompt, [ModelChoice("a", "b")] string model = "b") =>
        $"{prompt} {scorer.Describe(toned)} {model}";

    [Component]
    private string Final(string scored, double weighted) => $"{scored} {weighted}";
}

/// <summary>A component whose value is chosen for each input.</summary>
[CompoundSystem<int, int>(Output = nameof(Doubled))]
public sealed partial class Choosing
{
    [Component]
    private int Shifted(int input, [Hyperparameter(-10, 0, 10, PerInput = true)] int shift = 0) => input + shift;

    [Component]
    private Task<int> Doubled(int shifted, CancellationToken ct) => Task.FromResult(shifted * 2);
}

/// <summary>Nested in a generic type, with type parameters of its own.</summary>
public static partial class Container<T>
    where T : class, new()
{
    [CompoundSystem<string, string>(Output = nameof(Named))]
    public sealed partial class Nested<TExtra>
        where TExtra : struct
    {
        [Component]
        private async Task<List<T>> Items(string input, [Hyperparameter(1, 2)] int count)
        {
            await Task.Yield();
            return [.. Enumerable.Range(0, count * input.Length).Select(_ => new T())];
        }

        [Component]
        private string Named(List<T> items) => $"{items.Count} {typeof(T).Name} {typeof(TExtra).Name}";
    }
}

/// <summary>A value of a private type flows between two components.</summary>
[CompoundSystem<string, int>(Output = nameof(Length))]
internal sealed partial class Secretive
{
    [Component]
    private Task<Note> Noted(string input) => Task.FromResult(new Note(input));

    [Component]
    private int Length(string body) => body.Length;

    private sealed record Note(string Body);
}

/// <summary>A chain of three asynchronous components with a conditional one in the middle; each can be made to wait or to fail.</summary>
[CompoundSystem<string, string>(Output = nameof(Third))]
public sealed partial class Chained(Func<string, CancellationToken, Task> step)
{
    [Component]
    private async Task<string> First(string input, CancellationToken ct)
    {
        await step("First", ct);
        return input + "1";
    }

    private bool Goes(string first) => !first.StartsWith('-');

    [Component(When = nameof(Goes))]
    private async ValueTask<int> Second(string first, CancellationToken ct)
    {
        await step("Second", ct);
        return first.Length;
    }

    [Component]
    private async Task<string> Third(string first, int? second, [Hyperparameter(".", "!")] string mark = ".", CancellationToken ct = default)
    {
        await step("Third", ct);
        return $"{first} {second?.ToString() ?? "none"}{mark}";
    }
}

public sealed record Summary(string Title)
{
    public required string Body { get; init; }

    public int? Size { get; set; }
}

/// <summary>An output whose parts are a constructor parameter, a required property and a property of a conditional component.</summary>
[CompoundSystem<string, Summary>]
public sealed partial class Summarized
{
    private static bool IsLong(string input) => input.Length > 3;

    [Component]
    private string Title(string input) => input;

    [Component]
    private Task<string> Body(string title) => Task.FromResult(title + "!");

    [Component(When = nameof(IsLong))]
    private int Size(string input) => input.Length;
}
