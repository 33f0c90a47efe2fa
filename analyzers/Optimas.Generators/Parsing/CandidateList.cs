using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Optimas.Generators.Diagnostics;
using Optimas.Generators.Model;

namespace Optimas.Generators.Parsing;

/// <summary>The candidate values of a discrete field, checked as they come (OPT010).</summary>
/// <param name="areModels">Whether the values name models, of which none is called nothing.</param>
internal sealed class CandidateList(ParsingContext context, AttributeData annotation, string owner, ITypeSymbol type, bool areModels)
{
    public const string DuplicateProblem = "duplicate";
    public const string DefaultProblem = "default";

    private object? _default;

    public List<object> Values { get; } = [];

    public string Default => Constants.Literal(_default ?? Values[0], type);

    public EquatableArray<string> Literals => Values.Select(v => Constants.Literal(v, type)).ToImmutableArray();

    public string Shown => string.Join(", ", Values.Select(v => Constants.Show(v, type)));

    public void Add(TypedConstant item, int position)
    {
        object? value = Constants.Convert(item, type);
        if (value is null || (areModels && value is ""))
        {
            string shown = item.Kind == TypedConstantKind.Error ? "one candidate" : item.IsNull ? "null" : item.ToCSharpString();
            Report(position, properties: null, value is not null
                ? "an empty name is no model"
                : item.Kind == TypedConstantKind.Primitive && item.Value is double or float && type.SpecialType is SpecialType.System_Single or SpecialType.System_Double
                ? $"{shown} is no finite {TypeFacts.Display(type)}"
                : $"{shown} is not of type {TypeFacts.Display(type)}");
        }
        else if (Values.Contains(value))
        {
            Report(position, DuplicateProblem, $"{Constants.Show(value, type)} occurs twice; remove one");
        }
        else
        {
            Values.Add(value);
        }
    }

    /// <summary>Takes a parameter's default value as the start.</summary>
    public void SetDefault(IParameterSymbol parameter)
    {
        _default = Constants.Convert(parameter.ExplicitDefaultValue, type);
        if (Values.Count == 0 || (_default is not null && Values.Contains(_default)))
            return;
        string shown = Constants.Show(_default, type);
        var properties = ImmutableDictionary<string, string?>.Empty;
        if (_default is not null)
            properties = properties.Add(FixProperties.Problem, DefaultProblem).Add(FixProperties.Default, shown);
        context.Diagnostics.Report(
            Descriptors.BadCandidates,
            Locations.DefaultOf(parameter, context.CancellationToken),
            properties,
            [Attributes.Location(annotation, context.CancellationToken)],
            owner,
            $"the default {shown} is not among the candidates {Shown}");
    }

    private void Report(int position, string? properties, string message) => context.Diagnostics.Report(
        Descriptors.BadCandidates,
        Attributes.PositionalLocation(annotation, position, context.CancellationToken),
        properties is null
            ? ImmutableDictionary<string, string?>.Empty
            : ImmutableDictionary<string, string?>.Empty.Add(FixProperties.Problem, properties),
        owner,
        message);
}
