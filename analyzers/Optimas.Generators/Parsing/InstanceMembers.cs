using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Optimas.Generators.Parsing;

/// <summary>
/// What the code of a system can reach in its own instance: primary constructor parameters, fields and properties. A parameter that only
/// initializes a field or property counts once, as the field or property.
/// </summary>
internal sealed class InstanceMembers
{
    private readonly ParsingContext _context;
    private readonly List<Holder> _holders = [];

    public InstanceMembers(ParsingContext context)
    {
        _context = context;
        var initializers = new HashSet<string>(StringComparer.Ordinal);
        for (var type = context.Type; type is not null && type.SpecialType != SpecialType.System_Object; type = type.BaseType)
        {
            bool inherited = !SymbolEqualityComparer.Default.Equals(type, context.Type);
            foreach (var member in type.GetMembers())
            {
                if (Of(member, inherited) is not { } held || _holders.Exists(h => h.Name == held.Name))
                    continue;
                _holders.Add(held);
                if (!inherited && Initializer(member) is { } parameter)
                    initializers.Add(parameter);
            }
        }

        foreach (var parameter in ConstructorParser.Primary(context)?.Parameters ?? [])
        {
            if (PassedOn(parameter.Name) && _holders.Exists(h => h.IsInherited && SymbolEqualityComparer.Default.Equals(h.Type, parameter.Type)))
                continue;
            bool isProperty = context.Type.IsRecord && _holders.Exists(h => h.Name == parameter.Name);
            if (!isProperty && !initializers.Contains(parameter.Name))
                _holders.Add(new(parameter.Name, TypeFacts.Identifier(parameter.Name), parameter.Type, IsInherited: false));
        }
    }

    /// <summary>Those whose value is of a type.</summary>
    public List<Holder> Of(ITypeSymbol type) => _holders.FindAll(h =>
        !TypeFacts.IsError(h.Type) && _context.Compilation.ClassifyConversion(h.Type, type) is { IsIdentity: true } or { IsReference: true, IsImplicit: true });

    private static Holder? Of(ISymbol member, bool inherited)
    {
        if (member is IFieldSymbol { IsImplicitlyDeclared: true } || (inherited && member.DeclaredAccessibility == Accessibility.Private))
            return null;
        var type = member switch
        {
            IFieldSymbol field => field.Type,
            IPropertySymbol { IsIndexer: false, GetMethod: not null } property => property.Type,
            _ => null,
        };
        if (type is null)
            return null;
        string name = TypeFacts.Identifier(member.Name);
        return new(member.Name, member.IsStatic ? name : $"this.{name}", type, inherited);
    }

    // Of a parameter that goes to the base constructor, the base's member is the one to use: the parameter would be a second copy.
    private bool PassedOn(string parameter) => _context.Type.DeclaringSyntaxReferences
        .Select(r => r.GetSyntax(_context.CancellationToken)).OfType<TypeDeclarationSyntax>()
        .SelectMany(d => d.BaseList?.Types.OfType<PrimaryConstructorBaseTypeSyntax>() ?? [])
        .SelectMany(b => b.ArgumentList.Arguments)
        .Any(a => Parameter(a.Expression) == parameter);

    private string? Initializer(ISymbol member) =>
        member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_context.CancellationToken) switch
        {
            VariableDeclaratorSyntax { Initializer.Value: { } value } => Parameter(value),
            PropertyDeclarationSyntax { Initializer.Value: { } value } => Parameter(value),
            PropertyDeclarationSyntax { ExpressionBody.Expression: { } value } => Parameter(value),
            _ => null,
        };

    private static string? Parameter(ExpressionSyntax value) => value switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        // chat ?? throw new ArgumentNullException(nameof(chat))
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression, Left: IdentifierNameSyntax name } => name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>A member that holds a value.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Expression">The expression that yields it inside the system.</param>
    /// <param name="Type">Its type.</param>
    /// <param name="IsInherited">Whether a base type declares it.</param>
    internal sealed record Holder(string Name, string Expression, ITypeSymbol Type, bool IsInherited);
}
