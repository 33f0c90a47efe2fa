using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Optimas.Generators.Emitting;
using Optimas.Generators.Model;
using Optimas.Generators.Parsing;

namespace Optimas.Generators;

/// <summary>
/// Adds to each annotated type its wiring, tracing, configuration and optimization. It reports nothing: the analyzers do, from the same
/// parser, and a type with errors gets no members.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class CompoundSystemGenerator : IIncrementalGenerator
{
    private const string AttributeName = "Optimas.CompoundSystemAttribute`2";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var systems = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                AttributeName,
                static (node, _) => node is TypeDeclarationSyntax,
                static (attributed, cancellationToken) => SystemParser
                    .Parse((INamedTypeSymbol)attributed.TargetSymbol, attributed.SemanticModel.Compilation, cancellationToken).Model)
            .Where(static system => system is not null)
            .Select(static (system, _) => system!)
            .WithTrackingName(TrackingNames.Systems);

        var services = context.CompilationProvider
            .Select(static (compilation, _) => new ServiceReferences(
                compilation.GetTypeByMetadataName("Microsoft.Extensions.DependencyInjection.IServiceCollection") is not null,
                compilation.GetTypeByMetadataName("Microsoft.Extensions.Options.IOptions`1") is not null))
            .WithTrackingName(TrackingNames.Services);

        context.RegisterSourceOutput(systems, static (output, system) => EmitMembers(output, system));
        context.RegisterSourceOutput(
            systems.Combine(services), static (output, pair) => EmitRegistration(output, pair.Left, pair.Right));
    }

    private static void EmitMembers(SourceProductionContext output, SystemModel system)
    {
        Add(output, system, "Configuration", ConfigurationEmitter.Emit(system));
        Add(output, system, "Graph", GraphEmitter.Emit(system));
        Add(output, system, "Trace", TraceEmitter.Emit(system));
        Add(output, system, "Binding", BindingEmitter.Emit(system));
        Add(output, system, "Run", RunEmitter.Emit(system));
        Add(output, system, "Optimize", OptimizeEmitter.Emit(system));
        if (system.Components.Any(c => c.Prompt is not null))
            Add(output, system, "Prompts", PromptEmitter.Emit(system));
    }

    private static void EmitRegistration(SourceProductionContext output, SystemModel system, ServiceReferences services)
    {
        if (services.HasServiceCollection && DependencyInjectionEmitter.Emit(system, services.HasOptions) is { } source)
            Add(output, system, "DependencyInjection", source);
    }

    private static void Add(SourceProductionContext output, SystemModel system, string concern, string source)
    {
        output.CancellationToken.ThrowIfCancellationRequested();
        string name = system.Type.HintName.Replace("@", "");
        output.AddSource($"{name}.{concern}.g.cs", SourceText.From(source, Encoding.UTF8));
    }

    private readonly record struct ServiceReferences(bool HasServiceCollection, bool HasOptions);
}
