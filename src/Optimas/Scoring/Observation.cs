using Optimas.Runtime;

namespace Optimas;

/// <summary>(x_k, y_k) as a local reward sees it: both as text, and as the numbers that their types give away.</summary>
public sealed class Observation
{
    private Observation(string input, string output)
    {
        Input = input;
        Output = output;
    }

    /// <summary>x_k as text.</summary>
    public string Input { get; }

    /// <summary>y_k as text. Outputs with equal texts count as equal.</summary>
    public string Output { get; }

    /// <summary>Observes one call.</summary>
    /// <param name="writeInput">Visits x_k.</param>
    /// <param name="writeOutput">Visits y_k.</param>
    public static Observation Of(Action<IFieldWriter> writeInput, Action<IFieldWriter> writeOutput) =>
        new(TextRenderer.Render(writeInput), TextRenderer.Render(writeOutput));
}
