namespace Optimas;

/// <summary>A field in which two configurations differ.</summary>
/// <param name="Field">Its dotted name, as <c>Passages.K</c>.</param>
/// <param name="Before">The first configuration's value.</param>
/// <param name="After">The second configuration's value.</param>
public sealed record ConfigurationChange(string Field, object? Before, object? After)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Field}: {ParameterInfo.Show(Before)} → {ParameterInfo.Show(After)}";
}
