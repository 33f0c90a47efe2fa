using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Optimas.Generators.Diagnostics;

namespace Optimas.CodeFixes;

/// <summary>OPT007: chooses the chat client of a prompted component, or takes one in the primary constructor.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ChatClientFix)), Shared]
public sealed class ChatClientFix() : DocumentCodeFixProvider("OPT007")
{
    private protected override IEnumerable<FixOption> Options(SyntaxNode root, Diagnostic diagnostic)
    {
        if (Syntax.Ancestor<MethodDeclarationSyntax>(root, diagnostic.Location) is not { Parent: TypeDeclarationSyntax type } method)
            yield break;
        if (diagnostic.Properties.TryGetValue(FixProperties.Producers, out string? clients))
        {
            if (Prompt(method) is not { } prompt)
                yield break;
            foreach (string client in clients!.Split(FixProperties.Separator))
            {
                yield return new($"OPT007.{client}", $"Call {client}", editor => editor.ReplaceNode(prompt, (node, _) =>
                    Syntax.WithNamedArgument((AttributeSyntax)node, "Client", Syntax.Expression($"nameof({client})"))));
            }
        }
        else if (diagnostic.Properties.TryGetValue(FixProperties.Type, out string? clientType)
            && type.BaseList?.Types.OfType<PrimaryConstructorBaseTypeSyntax>().Any() != true
            && !type.Members.OfType<ConstructorDeclarationSyntax>().Any())
        {
            yield return new(
                "OPT007",
                "Take an IChatClient in the primary constructor",
                editor => editor.ReplaceNode(type, (node, _) => WithClient((TypeDeclarationSyntax)node, clientType!)),
                $"{type.SpanStart}");
        }
    }

    private static AttributeSyntax? Prompt(MethodDeclarationSyntax method) => method.AttributeLists.SelectMany(l => l.Attributes)
        .FirstOrDefault(a => a.Name.GetLastToken().ValueText is "Prompt" or "PromptAttribute");

    private static TypeDeclarationSyntax WithClient(TypeDeclarationSyntax type, string clientType)
    {
        var parameter = SyntaxFactory.Parameter(SyntaxFactory.Identifier("chat")).WithType(Syntax.Type(clientType).WithTrailingTrivia(SyntaxFactory.Space));
        if (type.ParameterList is { } list)
            return type.WithParameterList(list.AddParameters(parameter).WithAdditionalAnnotations(Formatter.Annotation));
        var last = type.TypeParameterList is null ? type.Identifier : type.TypeParameterList.GetLastToken();
        list = SyntaxFactory.ParameterList(SyntaxFactory.SingletonSeparatedList(parameter)).WithTrailingTrivia(last.TrailingTrivia);
        return type.ReplaceToken(last, last.WithTrailingTrivia()).WithParameterList(list);
    }
}
