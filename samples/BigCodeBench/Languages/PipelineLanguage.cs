using Optimas.Pocket;

namespace BigCodeBench.Languages;

/// <summary>The pocket model's pipelines. They can do nothing but turn one list of numbers into another, so they need no sandbox.</summary>
public sealed class PipelineLanguage : IProgramLanguage
{
    /// <summary>The language's name.</summary>
    public const string Name = "pipeline";

    /// <inheritdoc/>
    public ValueTask<string> TryAsync(string code, string tests, CancellationToken cancellationToken) =>
        ValueTask.FromResult(PipelineTests.Read(tests).Report(code));

    /// <inheritdoc/>
    public ValueTask<bool> PassesAsync(string code, HiddenTests hidden, CancellationToken cancellationToken) =>
        ValueTask.FromResult(PipelineTests.Read(hidden.Test).Pass(code));
}
