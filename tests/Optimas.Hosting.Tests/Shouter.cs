namespace Optimas.Hosting.Tests;

/// <summary>A phrase.</summary>
public sealed record Phrase(string Text);

/// <summary>Repeats a phrase's last word. It fails on "fail" and waits for its cancellation on "wait".</summary>
[CompoundSystem<Phrase, string>(Output = nameof(Shout))]
public sealed partial class Shouter
{
    [Component]
    private string[] Words(string text, [Hyperparameter(",", ";")] string separator = ",") => text.Split(separator);

    [Component]
    private async Task<string> Shout(
        string[] words,
        [Hyperparameter(1, 2, 3)] int times = 1,
        [Hyperparameter(false, true)] bool upper = false,
        CancellationToken cancellationToken = default)
    {
        string word = words[^1];
        if (word == "fail")
            throw new InvalidOperationException("no such word");
        if (word == "wait")
            await Task.Delay(Timeout.Infinite, cancellationToken);
        return string.Join(' ', Enumerable.Repeat(upper ? word.ToUpperInvariant() : word, times));
    }
}
