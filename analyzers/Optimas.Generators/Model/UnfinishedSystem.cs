namespace Optimas.Generators.Model;

/// <summary>
/// A system with errors. Its prompted methods still get a body: a partial method without one is an error of the compiler's, which then ends
/// before any analyzer could say what is wrong.
/// </summary>
/// <param name="Type">The annotated type.</param>
/// <param name="Methods">The implementing declarations, each without its body.</param>
internal sealed record UnfinishedSystem(TypeModel Type, EquatableArray<string> Methods);
