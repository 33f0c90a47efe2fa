namespace Optimas.Generators.Model;

/// <summary>How emitted code visits the values of one type, for prompts, local rewards and reports.</summary>
/// <param name="Type">The type, without the annotation that would allow null.</param>
/// <param name="Method">The name of the writer method, unique within the system.</param>
/// <param name="Shape">What the type is to a writer.</param>
/// <param name="Members">The members of an object or tuple; for a list, its items, as one member without a name.</param>
internal sealed record WriterModel(TypeReference Type, string Method, WriterShape Shape, EquatableArray<WriterMember> Members);

/// <summary>What a type is to a writer.</summary>
internal enum WriterShape
{
    /// <summary>A string.</summary>
    Text,

    /// <summary>A built-in numeric type.</summary>
    Number,

    /// <summary>A bool.</summary>
    Flag,

    /// <summary>Anything else that says what it is by ToString: enums, dates, identifiers.</summary>
    Formatted,

    /// <summary>An IEnumerable of another visited type. Its count is taken without a second enumeration where the type has one.</summary>
    List,

    /// <summary>A class, record, struct or tuple, by its public readable properties (a tuple's fields).</summary>
    Object,
}

/// <summary>A visited member.</summary>
/// <param name="Name">Its name; empty for a list's items.</param>
/// <param name="Writer">The writer method of its type.</param>
/// <param name="MayBeNull">Whether it may be null.</param>
internal sealed record WriterMember(string Name, string Writer, bool MayBeNull);
