using Optimas;

namespace Subject;

/// <summary>An input: a number that makes examples differ.</summary>
public sealed record Question(int Number);

/// <summary>A text with how good it is.</summary>
public sealed record Draft(string Text, double Quality);

/// <summary>
/// A system without a model, with every kind of field, a conditional component, components that fail by chance and some that use a fake
/// model's tokens. What is drawn by chance comes from the scope's seed alone.
/// </summary>
[CompoundSystem<Question, string>(Output = nameof(Answer))]
public sealed partial class Pipeline(Waiting waiting, Dial dial)
{
    [Component]
    private async Task<Draft> Words(int number, [ModelChoice("small", "large")] string model = "small", [Hyperparameter(1, 2, 4, 8, 16)] int count = 1, CancellationToken ct = default)
    {
        await waiting.WaitAsync(ct);
        Chance.Use(inputTokens: 10 + number % 5, outputTokens: count);
        double quality = 1 - Math.Abs(Math.Log2(count) - 3) / 4 + (model == "large" ? 0.1 : 0) + Chance.Noise(0.05);
        return new(string.Join(' ', Enumerable.Range(0, count).Select(i => $"w{(number + i) % 7}")), quality);
    }

    [Component]
    private async Task<Draft> Styled(
        int number,
        Draft words,
        [Hyperparameter(Min = 0.0001, Max = 1, Scale = Scale.Log)] double rate = 1,
        [Hyperparameter("plain", "short", "kind", PerInput = true)] string style = "plain",
        CancellationToken ct = default)
    {
        await waiting.WaitAsync(ct);
        if (Math.Round(Math.Abs(words.Quality) * 1e6) % 17 == 0)
            throw new InvalidOperationException("The styling failed by chance.");
        string wanted = number % 3 == 0 ? "plain" : number % 3 == 1 ? "short" : "kind";
        double quality = words.Quality / 2 + (1 - Math.Abs(Math.Log10(rate) + 2) / 4) / 4 + (style == wanted ? 0.25 : 0);
        return new($"{style}{(style == wanted ? "!" : "?")} {words.Text}", quality);
    }

    [Component(When = nameof(IsOdd))]
    private async Task<string> Remark(int number, CancellationToken ct)
    {
        await waiting.WaitAsync(ct);
        return $"number {number} is odd";
    }

    private static bool IsOdd(int number) => number % 2 == 1;

    [Component]
    private async Task<Draft> Turned(Draft styled, [Trainable] Dial dial, CancellationToken ct)
    {
        await waiting.WaitAsync(ct);
        double action = dial.Act();
        return new($"{(Math.Abs(action - 0.7) < 0.2 ? "well" : "badly")} turned: {styled.Text}", styled.Quality - Math.Abs(action - 0.7) / 4);
    }

    [Component]
    private async Task<string> Answer(Draft turned, string? remark, [Prompt("Answer.")] string instruction, CancellationToken ct)
    {
        await waiting.WaitAsync(ct);
        Chance.Use(inputTokens: 40, outputTokens: 12);
        double prompt = Wordsmith.Good.Count(w => instruction.Contains(w, StringComparison.Ordinal)) * 0.1;
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"{turned.Quality + prompt + (remark is null ? 0 : 0.01):0.000000} {turned.Text}");
    }
}
