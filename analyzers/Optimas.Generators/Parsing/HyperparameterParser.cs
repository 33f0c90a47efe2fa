using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Optimas.Generators.Diagnostics;
using Optimas.Generators.Model;

namespace Optimas.Generators.Parsing;

/// <summary>[Hyperparameter], discrete or continuous (OPT010).</summary>
internal static class HyperparameterParser
{
    public const string SwapProblem = "swap";

    public static FieldModel? Parse(ParsingContext context, AttributeData annotation, string field, IParameterSymbol parameter)
    {
        var type = TypeFacts.WithoutNull(parameter.Type);
        if (TypeFacts.IsError(type))
            return null;
        bool ranged = annotation.NamedArguments.Any(a => a.Key is "Min" or "Max");
        var values = Attributes.Items(annotation);
        if (!Constants.IsSupported(type))
        {
            Report(
                context,
                Locations.TypeOf(parameter, context.CancellationToken),
                parameter,
                $"{TypeFacts.Display(type)} can't be searched; use string, bool, int, long, float, double, decimal or an enum");
            return null;
        }

        if (ranged && !values.IsEmpty)
        {
            Report(
                context, Attributes.Location(annotation, context.CancellationToken), parameter, "give either candidates or Min and Max, not both");
            return null;
        }

        return ranged ? Continuous(context, annotation, field, parameter, type) : Discrete(context, annotation, field, parameter, type, values);
    }

    private static FieldModel? Discrete(
        ParsingContext context,
        AttributeData annotation,
        string field,
        IParameterSymbol parameter,
        ITypeSymbol type,
        ImmutableArray<TypedConstant> values)
    {
        if (values.IsEmpty)
        {
            if (!annotation.ConstructorArguments.Any(a => a.Kind == TypedConstantKind.Error))
            {
                Report(
                    context,
                    Attributes.Location(annotation, context.CancellationToken),
                    parameter,
                    "there are none; give [Hyperparameter] its candidates, or Min and Max");
            }

            return null;
        }

        var candidates = new CandidateList(context, annotation, parameter.Name, type, areModels: false);
        for (int i = 0; i < values.Length; i++)
            candidates.Add(values[i], i);
        if (parameter.HasExplicitDefaultValue)
            candidates.SetDefault(parameter);
        return candidates.Values.Count == 0
            ? null
            : new(
                field,
                TypeFacts.Reference(type),
                FieldKind.Discrete,
                candidates.Default,
                candidates.Literals,
                0,
                0,
                IsLog: false,
                PerInput(annotation),
                EquatableArray<string>.Empty,
                $"{TypeFacts.Display(type)}: {candidates.Shown}");
    }

    private static FieldModel? Continuous(
        ParsingContext context, AttributeData annotation, string field, IParameterSymbol parameter, ITypeSymbol type)
    {
        var ct = context.CancellationToken;
        double min = Attributes.Named(annotation, "Min") as double? ?? double.NaN;
        double max = Attributes.Named(annotation, "Max") as double? ?? double.NaN;
        bool log = Attributes.Named(annotation, "Scale") is 1;
        if (!Constants.IsRanged(type))
        {
            Report(
                context,
                Locations.TypeOf(parameter, ct),
                parameter,
                $"{TypeFacts.Display(type)} has no range; use int, long, float or double, or give candidates");
            return null;
        }

        string? reason = null;
        var properties = ImmutableDictionary<string, string?>.Empty;
        if (!IsFinite(min) || !IsFinite(max))
        {
            reason = "a range needs both Min and Max, as finite numbers";
        }
        else if (min >= max)
        {
            reason = $"Min {Constants.Round(min)} is not below Max {Constants.Round(max)}";
            if (min > max)
                properties = properties.Add(FixProperties.Problem, SwapProblem);
        }
        else if (log && min <= 0)
        {
            reason = $"a logarithmic scale needs a positive Min, but Min is {Constants.Round(min)}";
        }

        if (reason is not null)
        {
            context.Diagnostics.Report(Descriptors.BadCandidates, Attributes.Location(annotation, ct), properties, parameter.Name, reason);
            return null;
        }

        object? start = Start(context, parameter, type, min, max, log);
        return start is null
            ? null
            : new(
                field,
                TypeFacts.Reference(type),
                FieldKind.Continuous,
                Constants.Literal(start, type),
                EquatableArray<string>.Empty,
                min,
                max,
                log,
                PerInput(annotation),
                EquatableArray<string>.Empty,
                $"{TypeFacts.Display(type)} in [{Constants.Round(min)}, {Constants.Round(max)}]{(log ? " log" : "")}");
    }

    private static object? Start(ParsingContext context, IParameterSymbol parameter, ITypeSymbol type, double min, double max, bool log)
    {
        if (!parameter.HasExplicitDefaultValue)
        {
            double middle = log ? Math.Sqrt(min) * Math.Sqrt(max) : min + (max - min) / 2;
            if (type.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64)
                middle = Math.Max(Math.Round(middle), Math.Ceiling(min));
            if (middle <= max)
                return Constants.FromNumber(middle, type);
            Report(
                context,
                Locations.Of(parameter),
                parameter,
                $"no {TypeFacts.Display(type)} lies between Min {Constants.Round(min)} and Max {Constants.Round(max)}");
            return null;
        }

        object? start = Constants.Convert(parameter.ExplicitDefaultValue, type);
        double number = start is null ? double.NaN : Convert.ToDouble(start, System.Globalization.CultureInfo.InvariantCulture);
        if (number >= min && number <= max)
            return start;
        Report(
            context,
            Locations.DefaultOf(parameter, context.CancellationToken),
            parameter,
            $"the default {Constants.Show(start, type)} is not between Min {Constants.Round(min)} and Max {Constants.Round(max)}");
        return null;
    }

    private static bool PerInput(AttributeData annotation) => Attributes.Named(annotation, "PerInput") is true;

    private static bool IsFinite(double value) => !double.IsNaN(value) && !double.IsInfinity(value);

    private static void Report(ParsingContext context, Location location, IParameterSymbol parameter, string reason) =>
        context.Diagnostics.Report(Descriptors.BadCandidates, location, parameter.Name, reason);
}
