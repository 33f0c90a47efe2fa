using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Optimas.Generators.Diagnostics;
using Optimas.Generators.Model;

namespace Optimas.Generators.Parsing;

/// <summary>[ModelChoice], of a method or of a string parameter (OPT010).</summary>
internal static class ModelChoiceParser
{
    private static readonly TypeReference s_string = new("string", "string", IsValueType: false, IsNullable: false);

    /// <param name="context">What the steps share.</param>
    /// <param name="choice">The annotation.</param>
    /// <param name="field">The field's name.</param>
    /// <param name="owner">What messages call the annotated parameter or method.</param>
    /// <param name="parameter">The annotated parameter; null for a method.</param>
    public static FieldModel? Parse(ParsingContext context, AttributeData choice, string field, string owner, IParameterSymbol? parameter)
    {
        var ct = context.CancellationToken;
        if (parameter is not null && parameter.Type.SpecialType != SpecialType.System_String)
        {
            context.Diagnostics.Report(
                Descriptors.BadCandidates, Locations.TypeOf(parameter, ct), owner, "names of models are strings, so declare it as string");
            return null;
        }

        var items = Attributes.Items(choice);
        if (items.IsEmpty)
        {
            context.Diagnostics.Report(
                Descriptors.BadCandidates, Attributes.Location(choice, ct), owner, "there are none; give [ModelChoice] the models to choose from");
            return null;
        }

        var candidates = new CandidateList(context, choice, owner, context.Compilation.GetSpecialType(SpecialType.System_String), areModels: true);
        for (int i = 0; i < items.Length; i++)
            candidates.Add(items[i], i);
        if (parameter is { HasExplicitDefaultValue: true })
            candidates.SetDefault(parameter);
        return candidates.Values.Count == 0
            ? null
            : new(
                field,
                s_string,
                FieldKind.ModelChoice,
                candidates.Default,
                candidates.Literals,
                0,
                0,
                IsLog: false,
                Attributes.Named(choice, "PerInput") is true,
                EquatableArray<string>.Empty,
                $"model: {candidates.Shown}");
    }
}
