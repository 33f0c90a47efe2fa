namespace Optimas.Tests.Generated;

public readonly record struct ForkInput(string Text, int Delay);

public sealed record ForkOutput(string Left, string? Right, int Both);

/// <summary>What the components of <see cref="Forked"/> do, set by a test.</summary>
public sealed class ForkScript
{
    public Func<string, CancellationToken, Task<string>> Left { get; init; } = async (text, _) =>
    {
        await Task.Yield();
        return text + "L";
    };

    public Func<string, CancellationToken, Task<string>> Right { get; init; } = async (text, _) =>
    {
        await Task.Yield();
        return text + "R";
    };
}

/// <summary>A struct with two asynchronous components that overlap, the second of them conditional, and several outputs.</summary>
[CompoundSystem<ForkInput, ForkOutput>]
public readonly partial record struct Forked(ForkScript Script)
{
    [Component]
    private string Trimmed(string text) => text.Trim();

    [Component]
    private Task<string> Left(string trimmed, CancellationToken ct) => Script.Left(trimmed, ct);

    private static bool IsLong(string trimmed) => trimmed.Length > 1;

    [Component(When = nameof(IsLong))]
    private async ValueTask<string> Right(string trimmed, [Hyperparameter(1, 2)] int times, CancellationToken ct) =>
        string.Concat(Enumerable.Repeat(await Script.Right(trimmed, ct), times));

    [Component]
    private int Both(string left, string? right) => left.Length + (right?.Length ?? 0);
}
