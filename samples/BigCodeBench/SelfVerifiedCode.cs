using BigCodeBench.Languages;
using Microsoft.Extensions.AI;
using Optimas;

namespace BigCodeBench;

/// <summary>A programming task: what the program should do, and in which language.</summary>
public sealed record CodingTask(string Specification, string Language);

/// <summary>Writes a program, tests it with tests of its own, and writes the final program in the light of the outcome.</summary>
[CompoundSystem<CodingTask, string>(Output = nameof(Final))]
public sealed partial class SelfVerifiedCode(IChatClient chat, ProgramLanguages languages)
{
    /// <summary>Writes a program that does what the specification says.</summary>
    [Component, Prompt("Write a program for the specification.")]
    private partial Task<string> Code(string specification, CancellationToken cancellationToken);

    /// <summary>Writes examples of what the specified program should give.</summary>
    [Component, Prompt("Write tests for the specification.")]
    private partial Task<string> Tests(string specification, CancellationToken cancellationToken);

    /// <summary>Tells what comes of running the program on the tests.</summary>
    [Component]
    private ValueTask<string> Outcome(string code, string tests, string language, CancellationToken cancellationToken) =>
        languages[language].TryAsync(code, tests, cancellationToken);

    /// <summary>Writes the final program from the first one and what came of testing it.</summary>
    [Component, Prompt("Write the final program.")]
    private partial Task<string> Final(string specification, string code, string outcome, CancellationToken cancellationToken);
}
