namespace Optimas.Learning;

/// <summary>How rotary frequencies are stretched to reach further than the model was first trained for.</summary>
public abstract record RopeScaling
{
    private protected RopeScaling()
    {
    }
}

/// <summary>All frequencies are divided by one factor (<c>linear</c>).</summary>
/// <param name="Factor">Above 0; 2 reaches twice as far.</param>
public sealed record LinearRopeScaling(double Factor) : RopeScaling;

/// <summary>Low frequencies are divided by a factor, high ones kept, those between blended (<c>llama3</c>).</summary>
/// <param name="Factor">What low frequencies are divided by; above 0.</param>
/// <param name="LowFrequencyFactor">Wavelengths over <paramref name="OriginalMaxPositions"/> / this are low frequencies.</param>
/// <param name="HighFrequencyFactor">Wavelengths under <paramref name="OriginalMaxPositions"/> / this are high frequencies; above the
/// other.</param>
/// <param name="OriginalMaxPositions">The longest text, in tokens, of the first training.</param>
public sealed record Llama3RopeScaling(double Factor, double LowFrequencyFactor, double HighFrequencyFactor, int OriginalMaxPositions)
    : RopeScaling;
