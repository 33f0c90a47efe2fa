using System.Text.Json;

namespace Optimas;

/// <summary>
/// r_k: scores one component's output in the context of its inputs (OPTIMAS, eq. 2). Frozen and safe for concurrent use; comparable among
/// outputs for the same inputs.
/// </summary>
public interface ILocalReward
{
    /// <summary>The score of an observed (x_k, y_k); higher is better. Completes at once unless a remote or a local model is asked.</summary>
    ValueTask<double> ScoreAsync(Observation observation, CancellationToken cancellationToken);

    /// <summary>Writes it as one JSON object, whose property <c>kind</c> names the implementation.</summary>
    void Write(Utf8JsonWriter writer);
}
