using System.Globalization;

namespace Optimas.Learning;

/// <summary>
/// The file beside trained weights from which the next round goes on: the value estimate, and the optimizers' moments. Serving doesn't read it.
/// </summary>
internal static class TrainingState
{
    public const string FileName = "training.safetensors";

    public static Task WriteAsync(string folder, IReadOnlyList<PolicyOptimizer> optimizers, CancellationToken cancellationToken)
    {
        var writer = new SafetensorsWriter();
        for (int i = 0; i < optimizers.Count; i++)
        {
            optimizers[i].Adam.Write(writer);
            writer.AddMetadata(StepsOf(i), optimizers[i].Adam.Steps.ToString(CultureInfo.InvariantCulture));
        }

        return writer.WriteAsync(Path.Combine(folder, FileName), cancellationToken);
    }

    /// <summary>Goes back to what was written; nothing happens where nothing was, as of weights that were trained elsewhere.</summary>
    /// <exception cref="CheckpointException">The file is damaged, or is of other weights.</exception>
    public static void Read(string folder, IReadOnlyList<PolicyOptimizer> optimizers)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return;
        var expected = optimizers.SelectMany(o => o.Adam.ExpectedTensors()).ToArray();
        using var weights = CheckpointWeights.Open(folder, [path], expected);
        var metadata = weights.FileOf(expected[0].Name).Metadata;
        for (int i = 0; i < optimizers.Count; i++)
        {
            if (!metadata.TryGetValue(StepsOf(i), out string? text)
                || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long steps))
                throw new CheckpointException($"{path} does not say how many steps were made ({StepsOf(i)}).");
            optimizers[i].Adam.Read(weights, steps);
        }
    }

    private static string StepsOf(int optimizer) => string.Create(CultureInfo.InvariantCulture, $"steps.{optimizer}");
}
