namespace Optimas.Generators.Emitting;

/// <summary>Names for the variables of an emitted method, distinct from each other and from those already taken.</summary>
internal sealed class LocalNames(params IEnumerable<string> taken)
{
    private readonly HashSet<string> _taken = new(taken, StringComparer.Ordinal);

    /// <summary>A variable named for a member: <c>query</c> for <c>Query</c>. The result is a legal identifier.</summary>
    public string For(string member, string suffix = "")
    {
        string name = char.ToLowerInvariant(member[0]) + member.Substring(1) + suffix;
        string free = name;
        for (int i = 2; !_taken.Add(free); i++)
            free = name + i;
        return Literals.Identifier(free);
    }
}
