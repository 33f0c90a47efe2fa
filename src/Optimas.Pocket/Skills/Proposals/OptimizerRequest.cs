using System.Collections.Immutable;

namespace Optimas.Pocket;

/// <summary>What the optimizer asks for on behalf of a component.</summary>
internal static class OptimizerRequest
{
    /// <summary>A request for one prompt.</summary>
    /// <param name="component">The component.</param>
    /// <param name="current">The prompt in force.</param>
    /// <param name="scored">The prompts tried so far.</param>
    public static PromptProposalRequest For(ComponentSkill component, string current, ImmutableArray<ScoredPrompt> scored)
    {
        var prompt = new PromptParameter("Prompt", component.DefaultInstruction, []);
        return new(
            new(component.Component, component.Description, "string", [.. component.Inputs.Select(i => new ComponentInput(i, null, null))], [prompt]),
            prompt,
            current,
            scored,
            Samples: [],
            Contrasts: [],
            Count: 1,
            Seed: 0);
    }
}
