using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Optimas.Generators.Diagnostics;
using Optimas.Generators.Model;

namespace Optimas.Generators.Parsing;

/// <summary>
/// Finds the producers of wired parameters, by [From] or by name: a component, else a property of the input, else a member of a component's
/// record or named tuple, else an input that can only be taken whole (OPT002, OPT003, OPT004, OPT012).
/// </summary>
internal sealed class Wiring
{
    // A name this close to a component's is a slip of the pen rather than the name of the input.
    private const int Slip = 1;
    private const int ShortestSlip = 4;

    // How many letters of difference a fitting type outweighs when the closest producer is looked for.
    private const int MistypedPenalty = 3;

    private readonly ParsingContext _context;
    private readonly List<ComponentDraft> _components;
    private readonly Dictionary<string, List<Producer>> _whole = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Producer>> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Producer>> _inputs = new(StringComparer.Ordinal);
    private readonly Producer _input;
    private readonly bool _scalarInput;

    public Wiring(ParsingContext context, List<ComponentDraft> components)
    {
        (_context, _components) = (context, components);
        string inputName = TypeFacts.Display(context.Input);
        _input = new(null, null, context.Input, "\"input\"", inputName);
        _scalarInput = TypeMembers.IsScalar(context.Input);
        foreach (var (name, type) in _scalarInput ? [] : TypeMembers.Readable(context.Input))
        {
            Add(_inputs, name, new(
                null, TypeFacts.Identifier(name), type, $"nameof({TypeFacts.FullyQualified(context.Input)}.{TypeFacts.Identifier(name)})", $"{inputName}.{name}"));
        }

        foreach (var component in components)
        {
            Add(_whole, component.Name, new(component, null, component.Value, $"nameof({TypeFacts.Identifier(component.Name)})", component.Name));
            if (component.Value is not INamedTypeSymbol value || !(value.IsTupleType || value.IsRecord) || TypeFacts.Reference(value).IsNullable)
                continue;
            foreach (var (name, type) in TypeMembers.Named(value))
                Add(_members, name, MemberOf(component, name, type));
        }
    }

    /// <summary>A name with a small first letter: names that differ only there are wired to each other.</summary>
    public static string Key(string name) => name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name.Substring(1);

    /// <summary>Wires the parameters of a component or predicate.</summary>
    /// <param name="parameters">The parameters; those of another kind are left alone.</param>
    /// <param name="component">The component that they belong to.</param>
    /// <param name="consumer">What messages call it: the component, or its predicate.</param>
    public void Wire(List<ParameterDraft> parameters, ComponentDraft component, string consumer)
    {
        foreach (var parameter in parameters)
        {
            if (parameter.Kind != ParameterKind.Wired || parameter.Symbol.Name.Length == 0)
                continue;
            parameter.Source = Find(parameter.Symbol, component, consumer);
            if (parameter.Source is { Type: { } type } source)
                CheckType(parameter.Symbol, source, type, consumer);
        }
    }

    private Producer? Find(IParameterSymbol parameter, ComponentDraft component, string consumer)
    {
        var from = Attributes.Find(parameter, _context.Known.From);
        if (from is not null)
        {
            if (Attributes.Argument(from, 0) is not string name)
                return null;
            var location = Attributes.PositionalLocation(from, 0, _context.CancellationToken);
            return Choose(Explicit(name, component), parameter, component, consumer, location, name);
        }

        return Choose(ByName(parameter, component), parameter, component, consumer, Locations.Of(parameter), null);
    }

    private Producer? Choose(
        List<Producer> producers, IParameterSymbol parameter, ComponentDraft component, string consumer, Location location, string? from)
    {
        if (producers.Count == 1)
            return producers[0];
        if (producers.Count > 1)
        {
            _context.Diagnostics.Report(
                Descriptors.AmbiguousProducer,
                location,
                ImmutableDictionary<string, string?>.Empty.Add(
                    FixProperties.Producers, string.Join(FixProperties.Separator.ToString(), producers.Select(p => p.Expression))),
                parameter.Name,
                consumer,
                string.Join(", ", producers.Select(p => p.Display)));
            return null;
        }

        string wanted = from is null
            ? "no component or input property is called that"
            : $"[From] names '{from}', which is neither a component nor an input property";
        var properties = ImmutableDictionary<string, string?>.Empty;
        string advice = "there is no other component, and the input has no properties";
        if (Closest(from ?? parameter.Name, parameter.Type, component) is { } closest)
        {
            properties = properties.Add(FixProperties.Producers, closest.Expression);
            string written = closest.Component is null ? closest.Display : closest.Component.Name;
            advice = $"the closest is {closest.Display}, which [From(nameof({written}))] would wire";
        }

        _context.Diagnostics.Report(Descriptors.NoProducer, location, properties, parameter.Name, consumer, $"{wanted}; {advice}");
        return null;
    }

    private List<Producer> ByName(IParameterSymbol parameter, ComponentDraft self)
    {
        string name = parameter.Name;
        var whole = Components(name);
        var others = whole.FindAll(p => p.Component != self);
        if (others.Count > 0)
            return others;
        if (Inputs(name) is { Count: > 0 } inputs)
            return inputs;
        bool named = MeansInput(name);
        if (named && (_scalarInput || SymbolEqualityComparer.Default.Equals(parameter.Type, _context.Input)))
            return [_input];
        if (Get(_members, name).FindAll(p => p.Component != self) is { Count: > 0 } members)
            return members;
        if (_scalarInput && whole.Count == 0 && _context.Converts(_context.Input, parameter.Type) && !IsSlip(name, self))
            return [_input];
        return whole;
    }

    private List<Producer> Explicit(string name, ComponentDraft self)
    {
        int dot = name.IndexOf('.');
        if (dot > 0)
            return Dotted(name.Substring(0, dot), name.Substring(dot + 1));
        var whole = Components(name);
        if (whole.Count > 0)
            return whole;
        if (Inputs(name) is { Count: > 0 } inputs)
            return inputs;
        return MeansInput(name) ? [_input] : Get(_members, name).FindAll(p => p.Component != self);
    }

    private List<Producer> Dotted(string owner, string member)
    {
        if (Components(owner) is [{ Component: { Value: { } value } component }])
        {
            var found = TypeMembers.Readable(TypeFacts.WithoutNull(value)).FirstOrDefault(m => m.Name == member);
            return found.Name is null ? [] : [MemberOf(component, found.Name, found.Type)];
        }

        return MeansInput(owner) ? Inputs(member) : [];
    }

    private Producer? Closest(string name, ITypeSymbol type, ComponentDraft self)
    {
        Producer? closest = null;
        int least = int.MaxValue;
        var candidates = _components.Where(c => c != self).SelectMany(c => Get(_whole, c.Name).Where(p => p.Component == c))
            .Concat(_inputs.Values.SelectMany(p => p));
        foreach (var candidate in candidates)
        {
            string candidateName = candidate.Component?.Name ?? candidate.Member!;
            int distance = EditDistance.Between(name, candidateName);
            if (candidate.Type is not null && !_context.Converts(TypeFacts.WithoutNull(candidate.Type), type))
                distance += MistypedPenalty;
            if (distance < least)
                (closest, least) = (candidate, distance);
        }

        return closest;
    }

    private void CheckType(IParameterSymbol parameter, Producer source, ITypeSymbol type, string consumer)
    {
        var target = parameter.Type;
        var given = source.IsOptional ? AsNullable(type) : type;
        bool converts = _context.Converts(source.IsOptional ? TypeFacts.WithoutNull(type) : type, target);
        if (!converts || (!source.IsOptional && ParsingContext.DropsNull(type, target)))
        {
            _context.Diagnostics.Report(
                Descriptors.TypeMismatch,
                Locations.TypeOf(parameter, _context.CancellationToken),
                ImmutableDictionary<string, string?>.Empty.Add(FixProperties.Type, TypeFacts.FullyQualified(given)),
                parameter.Name,
                consumer,
                TypeFacts.Display(target),
                source.Display,
                TypeFacts.Display(given));
        }
        else if (source.IsOptional && !TypeFacts.AcceptsNull(target) && !TypeFacts.IsError(target))
        {
            _context.Diagnostics.Report(
                Descriptors.ConsumerMustAcceptNull,
                Locations.TypeOf(parameter, _context.CancellationToken),
                source.Component!.Name,
                Attributes.Named(source.Component.Annotation, "When")!,
                parameter.Name,
                consumer,
                $"{TypeFacts.Display(target)}?");
        }
    }

    private ITypeSymbol AsNullable(ITypeSymbol type) => !type.IsValueType
        ? type.WithNullableAnnotation(NullableAnnotation.Annotated)
        : TypeFacts.IsNullableValue(type) ? type : _context.Compilation.GetSpecialType(SpecialType.System_Nullable_T).Construct(type);

    private bool MeansInput(string name) => Key(name) == "input" || Key(name) == Key(_context.Input.Name);

    private bool IsSlip(string name, ComponentDraft self) => name.Length >= ShortestSlip
        && _components.Exists(c => c != self && EditDistance.Between(name, c.Name) <= Slip);

    private List<Producer> Components(string name) => Exact(Get(_whole, name), name, p => p.Component!.Name);

    private List<Producer> Inputs(string name) => Exact(Get(_inputs, name), name, p => p.Member!.TrimStart('@'));

    // Of producers whose names differ only in their first letter, the one that is written the same.
    private static List<Producer> Exact(List<Producer> producers, string name, Func<Producer, string> nameOf)
    {
        if (producers.Count < 2)
            return producers;
        // Components with equal names are reported as such; the first one stands for them all.
        var exact = producers.FindAll(p => nameOf(p) == name);
        return exact.Count > 0 ? [exact[0]] : producers.All(p => nameOf(p) == nameOf(producers[0])) ? [producers[0]] : producers;
    }

    private static Producer MemberOf(ComponentDraft component, string name, ITypeSymbol type) => new(
        component,
        TypeFacts.Identifier(name),
        type,
        $"nameof({TypeFacts.Identifier(component.Name)}) + \".{name}\"",
        $"{component.Name}.{name}");

    private static void Add(Dictionary<string, List<Producer>> producers, string name, Producer producer)
    {
        if (!producers.TryGetValue(Key(name), out var list))
            producers.Add(Key(name), list = []);
        list.Add(producer);
    }

    private static List<Producer> Get(Dictionary<string, List<Producer>> producers, string name) =>
        producers.TryGetValue(Key(name), out var list) ? list : [];
}
