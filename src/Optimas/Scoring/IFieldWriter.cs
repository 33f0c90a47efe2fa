namespace Optimas.Runtime;

/// <summary>
/// Receives the inputs or the output of a component, field by field. Generated code visits every typed value once; what the visit becomes
/// (a text for a language model, features for a local reward) is the writer's business.
/// </summary>
public interface IFieldWriter
{
    /// <summary>A text. Items of a list have the empty name.</summary>
    void Text(string name, string? value);

    /// <summary>A number.</summary>
    void Number(string name, double value);

    /// <summary>A truth value.</summary>
    void Flag(string name, bool value);

    /// <summary>A field without a value, such as the output of a component that did not run.</summary>
    void Null(string name);

    /// <summary>Starts an object; its fields follow.</summary>
    void BeginObject(string name);

    /// <summary>Ends the innermost object.</summary>
    void EndObject();

    /// <summary>Starts a list; its items follow, each with the empty name.</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="count">The number of items.</param>
    void BeginList(string name, int count);

    /// <summary>Ends the innermost list.</summary>
    void EndList();
}
