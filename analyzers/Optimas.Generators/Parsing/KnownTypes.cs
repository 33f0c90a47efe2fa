using Microsoft.CodeAnalysis;

namespace Optimas.Generators.Parsing;

/// <summary>The types that the parser looks for, as one compilation knows them; null where it does not reference them.</summary>
internal sealed class KnownTypes(Compilation compilation)
{
    public const string CompoundSystemMetadataName = "Optimas.CompoundSystemAttribute`2";

    public INamedTypeSymbol? CompoundSystem { get; } = compilation.GetTypeByMetadataName(CompoundSystemMetadataName);

    public INamedTypeSymbol? Component { get; } = compilation.GetTypeByMetadataName("Optimas.ComponentAttribute");

    public INamedTypeSymbol? Prompt { get; } = compilation.GetTypeByMetadataName("Optimas.PromptAttribute");

    public INamedTypeSymbol? Hyperparameter { get; } = compilation.GetTypeByMetadataName("Optimas.HyperparameterAttribute");

    public INamedTypeSymbol? ModelChoice { get; } = compilation.GetTypeByMetadataName("Optimas.ModelChoiceAttribute");

    public INamedTypeSymbol? Trainable { get; } = compilation.GetTypeByMetadataName("Optimas.TrainableAttribute");

    public INamedTypeSymbol? From { get; } = compilation.GetTypeByMetadataName("Optimas.FromAttribute");

    public INamedTypeSymbol? TrainableModel { get; } = compilation.GetTypeByMetadataName("Optimas.ITrainable`1");

    public INamedTypeSymbol? ChatClient { get; } = compilation.GetTypeByMetadataName("Microsoft.Extensions.AI.IChatClient");

    public INamedTypeSymbol? CancellationToken { get; } = compilation.GetTypeByMetadataName("System.Threading.CancellationToken");

    public INamedTypeSymbol? Task { get; } = compilation.GetTypeByMetadataName("System.Threading.Tasks.Task");

    public INamedTypeSymbol? TaskOfT { get; } = compilation.GetTypeByMetadataName("System.Threading.Tasks.Task`1");

    public INamedTypeSymbol? ValueTask { get; } = compilation.GetTypeByMetadataName("System.Threading.Tasks.ValueTask");

    public INamedTypeSymbol? ValueTaskOfT { get; } = compilation.GetTypeByMetadataName("System.Threading.Tasks.ValueTask`1");

    public INamedTypeSymbol? AsyncEnumerable { get; } = compilation.GetTypeByMetadataName("System.Collections.Generic.IAsyncEnumerable`1");

    /// <summary>Whether a type is a known one, or constructed from it.</summary>
    public static bool Is(ITypeSymbol? type, INamedTypeSymbol? known) =>
        type is not null && known is not null && SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, known);
}
