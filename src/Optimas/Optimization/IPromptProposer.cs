using System.Collections.Immutable;

namespace Optimas;

/// <summary>Proposes instructions for a prompt field.</summary>
public interface IPromptProposer
{
    /// <summary>Proposes instructions that might do better than the current one.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="cancellationToken">Ends the proposing.</param>
    Task<PromptProposals> ProposeAsync(PromptProposalRequest request, CancellationToken cancellationToken);
}

/// <summary>A request for prompts.</summary>
/// <param name="Component">The component that the prompt belongs to.</param>
/// <param name="Parameter">The prompt field.</param>
/// <param name="Current">The prompt in force.</param>
/// <param name="Scored">Every prompt tried so far with its score, the one in force included; higher is better.</param>
/// <param name="Samples">What the component did under the prompt in force.</param>
/// <param name="Contrasts">
/// Two outputs of the component for one input, of which one led to the better score: one pair an example, the most telling first. Empty
/// where none are known.
/// </param>
/// <param name="Count">How many prompts are wanted.</param>
/// <param name="Seed">The seed to sample with.</param>
public sealed record PromptProposalRequest(
    ComponentInfo Component,
    PromptParameter Parameter,
    string Current,
    ImmutableArray<ScoredPrompt> Scored,
    ImmutableArray<Observation> Samples,
    ImmutableArray<PreferencePair> Contrasts,
    int Count,
    long Seed);

/// <summary>A prompt that was tried.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Score">How well the system did with it.</param>
public sealed record ScoredPrompt(string Prompt, double Score);

/// <summary>Proposed prompts.</summary>
/// <param name="Prompts">Distinct prompts, whole; fewer than wanted where the proposer repeats itself.</param>
/// <param name="Usage">What the proposer's own calls used.</param>
public sealed record PromptProposals(ImmutableArray<string> Prompts, ModelUsage Usage);
