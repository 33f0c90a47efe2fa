using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>Names of trained weights: a digest of what they are and of the round that made them, so that rounds never share one.</summary>
internal static class WeightName
{
    private const int Bytes = 10;

    public static string Of(string component, long seed, int iteration, IEnumerable<(string Name, Tensor Value)> weights)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(string.Create(CultureInfo.InvariantCulture, $"{component}/{seed}/{iteration}"));
        foreach (var (name, value) in weights)
        {
            using var scope = NewDisposeScope();
            Add(name);
            hash.AppendData(value.detach().to(ScalarType.Float32).cpu().contiguous().bytes);
        }

        // Only what every file system takes.
        string stem = string.Concat(component.Where(char.IsAsciiLetterOrDigit));
        return $"{stem}-{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, Bytes))}";

        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
    }
}
