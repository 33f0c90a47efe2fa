using System.Globalization;

namespace Optimas;

/// <summary>What <see cref="CritiqueProposer"/> writes to a language model.</summary>
public static class CritiqueLayout
{
    /// <summary>The message that asks what is wrong with a reply that lost.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="input">What the component got.</param>
    /// <param name="worse">The reply.</param>
    /// <param name="better">A better one for the same input.</param>
    public static string Criticise(PromptProposalRequest request, string input, string worse, string better)
    {
        ArgumentNullException.ThrowIfNull(request);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            One step of a pipeline wrote two replies to the same input. The whole pipeline scored higher after the second one.

            The step: {request.Component.Name}. {request.Component.Description}
            It got:
            {OproLayout.Shorten(input)}
            The worse reply:
            {OproLayout.Shorten(worse)}
            The better reply:
            {OproLayout.Shorten(better)}

            Criticise the worse reply: what should the step be told, so that it writes as in the better one, whatever it gets? Reply with one or two sentences to be told to it.
            """);
    }

    /// <summary>The message that asks for a prompt that heeds a critique.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="critique">What <see cref="Criticise"/> brought.</param>
    public static string Revise(PromptProposalRequest request, string critique)
    {
        ArgumentNullException.ThrowIfNull(request);
        return $"""
            You mend the instruction of one step in a pipeline.

            The step: {request.Component.Name}. {request.Component.Description}
            {OproLayout.Placeholders(request)}The instruction in force:
            {OproLayout.Reply(request.Current)}
            The critique of what it led to:
            {critique}

            Write the instruction anew so that it heeds the critique, and keep the rest of it. {OproLayout.AskForTags}
            """;
    }
}
