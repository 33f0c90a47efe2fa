using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Optimas.Generators.Diagnostics;
using Optimas.Generators.Model;

namespace Optimas.Generators.Parsing;

/// <summary>v_k: the fields of a component's configuration (OPT010, OPT014, OPT017).</summary>
internal static class FieldParser
{
    /// <summary>Adds the fields that a component's parameters declare, and points the parameters at them.</summary>
    public static void Parse(ParsingContext context, ComponentDraft component, InstanceMembers members)
    {
        foreach (var parameter in component.Parameters)
        {
            if (parameter.Kind is not (ParameterKind.Configured or ParameterKind.Trainable))
                continue;
            var field = parameter.Kind == ParameterKind.Trainable
                ? Trainable(context, parameter, members)
                : Configured(context, parameter.Symbol);
            if (field is null)
                continue;
            if (Reject(context, component, parameter, field) is { } reason)
            {
                context.Diagnostics.Report(
                    Descriptors.BadShape, Locations.Of(parameter.Symbol), $"'{parameter.Symbol.Name}' of {component.Name}", reason);
                continue;
            }

            parameter.Field = component.Fields.Count;
            component.Fields.Add(field);
        }

        if (component.Prompt is not null)
            return;
        if (Attributes.Find(component.Method, context.Known.Trainable) is { } trainable)
        {
            context.Diagnostics.Report(
                Descriptors.NoTrainableModel,
                Attributes.Location(trainable, context.CancellationToken),
                component.Name,
                "it is not prompted; mark a parameter whose type implements ITrainable<TSelf> instead");
        }

        if (Attributes.Find(component.Method, context.Known.ModelChoice) is { } choice)
        {
            context.Diagnostics.Report(
                Descriptors.BadCandidates,
                Attributes.Location(choice, context.CancellationToken),
                component.Name,
                "only a prompted component has a model of its own; mark a string parameter with [ModelChoice] instead");
        }
    }

    /// <summary>A field's name: its parameter's with a capital.</summary>
    public static string NameOf(string parameter)
    {
        string name = parameter.TrimStart('_');
        return name.Length == 0 || char.IsDigit(name[0]) ? parameter : char.ToUpperInvariant(name[0]) + name.Substring(1);
    }

    private static string? Reject(ParsingContext context, ComponentDraft component, ParameterDraft parameter, FieldModel field)
    {
        // A configuration shows the values of its fields to code outside the system.
        if (parameter.Kind == ParameterKind.Configured && TypeFacts.IsHidden(parameter.Symbol.Type, context.Type))
            return $"its type {TypeFacts.Display(parameter.Symbol.Type)} is private, but a configuration shows it; make it internal or public";
        if (ReservedNames.IsForFields(component.Name, field.Name))
            return $"its configuration already has a member called {field.Name}; rename the parameter";
        return component.Fields.Exists(f => f.Name == field.Name)
            ? $"another field of its configuration is called {field.Name}; rename one of them"
            : null;
    }

    private static FieldModel? Configured(ParsingContext context, IParameterSymbol parameter)
    {
        string name = NameOf(parameter.Name);
        if (Attributes.Find(parameter, context.Known.Prompt) is { } prompt)
        {
            return PromptParser.Field(
                name, parameter.HasExplicitDefaultValue && parameter.ExplicitDefaultValue is string text ? text : PromptParser.Text(prompt), []);
        }

        if (Attributes.Find(parameter, context.Known.ModelChoice) is { } choice)
            return ModelChoiceParser.Parse(context, choice, name, parameter.Name, parameter);
        return Attributes.Find(parameter, context.Known.Hyperparameter) is { } hyperparameter
            ? HyperparameterParser.Parse(context, hyperparameter, name, parameter)
            : null;
    }

    private static FieldModel? Trainable(ParsingContext context, ParameterDraft parameter, InstanceMembers members)
    {
        var symbol = parameter.Symbol;
        var type = TypeFacts.WithoutNull(symbol.Type);
        string? reason = null;
        bool trainable = context.Known.TrainableModel is not null && type.AllInterfaces.Any(i =>
            KnownTypes.Is(i, context.Known.TrainableModel) && SymbolEqualityComparer.Default.Equals(i.TypeArguments[0], type));
        if (!trainable)
        {
            reason = $"{TypeFacts.Display(type)} does not implement ITrainable<{TypeFacts.Display(type)}>";
        }
        else
        {
            var holders = members.Of(type);
            var named = holders.Where(m => Wiring.Key(m.Name.TrimStart('_')) == Wiring.Key(symbol.Name)).ToList();
            if (holders.Count > 1 && named.Count == 1)
                holders = named;
            if (holders.Count == 1)
                parameter.TrainableBase = holders[0].Expression;
            else if (holders.Count == 0)
                reason = $"the system holds no {TypeFacts.Display(type)}; take one in its primary constructor";
            else
                reason = $"the system holds several of type {TypeFacts.Display(type)}; name the parameter for the one that is meant";
        }

        if (reason is not null)
        {
            context.Diagnostics.Report(Descriptors.NoTrainableModel, Locations.Of(symbol), symbol.Name, reason);
            return null;
        }

        return Weights(NameOf(symbol.Name));
    }

    /// <summary>A field that names trained weights.</summary>
    public static FieldModel Weights(string name) =>
        new(name, s_optionalString, FieldKind.Weights, "null", EquatableArray<string>.Empty, 0, 0, false, false, EquatableArray<string>.Empty, "weights");

    private static readonly TypeReference s_optionalString = new("string?", "string?", IsValueType: false, IsNullable: true);
}
