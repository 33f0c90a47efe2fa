using BigCodeBench.Sandbox;

namespace BigCodeBench.Languages;

/// <summary>A language that programs are written in.</summary>
public interface IProgramLanguage
{
    /// <summary>Tells, tersely, what comes of running a program on tests that go with it.</summary>
    ValueTask<string> TryAsync(string code, string tests, CancellationToken cancellationToken);

    /// <summary>Whether a program passes all hidden tests.</summary>
    ValueTask<bool> PassesAsync(string code, HiddenTests hidden, CancellationToken cancellationToken);
}

/// <summary>The languages by name.</summary>
public sealed class ProgramLanguages(IReadOnlyDictionary<string, IProgramLanguage> languages)
{
    /// <summary>The made-up language, run in this process, and Python, run in a sandbox.</summary>
    public static ProgramLanguages Default { get; } = new(new Dictionary<string, IProgramLanguage>
    {
        [PipelineLanguage.Name] = new PipelineLanguage(),
        [PythonLanguage.Name] = new PythonLanguage(new PythonSandbox(new())),
    });

    /// <summary>A language.</summary>
    /// <exception cref="ArgumentException">There is no such language.</exception>
    public IProgramLanguage this[string name] => languages.TryGetValue(name, out var language)
        ? language
        : throw new ArgumentException($"\"{name}\" is none of the languages: {string.Join(", ", languages.Keys)}.", nameof(name));
}
