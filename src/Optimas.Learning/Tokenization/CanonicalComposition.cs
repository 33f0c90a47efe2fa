using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Optimas.Learning;

/// <summary>
/// Normalization form C of UTF-8 text (Unicode Standard Annex 15), done here because <see cref="string.Normalize()"/> returns text other
/// than ASCII as it is where an application runs without culture data. It knows the characters that the reference library knows.
/// </summary>
internal static class CanonicalComposition
{
    // Hangul syllables are computed: section 3.12 of the standard.
    private const int SyllableBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TailBase = 0x11A7;
    private const int LeadCount = 19, VowelCount = 21, TailCount = 28, SyllableCount = LeadCount * VowelCount * TailCount;

    // Every character before U+0300 is its own normalization, and U+0300 starts with this byte.
    private const byte FirstInterestingByte = 0xCC;

    private static readonly FrozenDictionary<int, byte> s_classes = ReadClasses();
    private static readonly FrozenDictionary<int, (int First, int Second)> s_decompositions = ReadDecompositions();
    private static readonly FrozenDictionary<long, int> s_compositions = ReadCompositions();
    private static readonly FrozenSet<int> s_unstable = FindUnstable();

    /// <summary>The text in form C: the same memory where that is how it is already.</summary>
    public static ReadOnlyMemory<byte> Normalize(ReadOnlyMemory<byte> utf8)
    {
        if (IsStable(utf8.Span))
            return utf8;
        var characters = Decompose(utf8.Span);
        SortMarks(characters);
        Compose(characters);
        var buffer = new byte[characters.Count * 4];
        int length = 0;
        foreach (var (character, _) in characters)
            length += new Rune(character).EncodeToUtf8(buffer.AsSpan(length));
        return buffer.AsMemory(0, length);
    }

    /// <summary>The text in form C. Surrogates without their other half count as U+FFFD.</summary>
    public static string Normalize(string text) => Encoding.UTF8.GetString(Normalize(Encoding.UTF8.GetBytes(text).AsMemory()).Span);

    private static bool IsStable(ReadOnlySpan<byte> utf8)
    {
        while (!utf8.IsEmpty)
        {
            int interesting = utf8.IndexOfAnyInRange(FirstInterestingByte, (byte)0xFF);
            if (interesting < 0)
                return true;
            utf8 = utf8[interesting..];
            if (Rune.DecodeFromUtf8(utf8, out var rune, out int length) == OperationStatus.Done && s_unstable.Contains(rune.Value))
                return false;
            utf8 = utf8[length..];
        }

        return true;
    }

    private static List<(int Character, byte Class)> Decompose(ReadOnlySpan<byte> utf8)
    {
        var characters = new List<(int, byte)>(utf8.Length);
        while (!utf8.IsEmpty)
        {
            Rune.DecodeFromUtf8(utf8, out var rune, out int length);
            Decompose(rune.Value, characters);
            utf8 = utf8[length..];
        }

        return characters;
    }

    private static void Decompose(int character, List<(int Character, byte Class)> to)
    {
        int syllable = character - SyllableBase;
        if (syllable is >= 0 and < SyllableCount)
        {
            to.Add((LeadBase + (syllable / (VowelCount * TailCount)), 0));
            to.Add((VowelBase + (syllable % (VowelCount * TailCount) / TailCount), 0));
            if (syllable % TailCount > 0)
                to.Add((TailBase + (syllable % TailCount), 0));
        }
        else if (s_decompositions.TryGetValue(character, out var parts))
        {
            Decompose(parts.First, to);
            if (parts.Second != 0)
                Decompose(parts.Second, to);
        }
        else
        {
            to.Add((character, s_classes.GetValueOrDefault(character)));
        }
    }

    // Runs of marks in the order of their classes; marks of one class keep their order.
    private static void SortMarks(List<(int Character, byte Class)> characters)
    {
        for (int start = 0; start < characters.Count; start++)
        {
            if (characters[start].Class == 0)
                continue;
            int end = start + 1;
            bool sorted = true;
            for (; end < characters.Count && characters[end].Class != 0; end++)
                sorted &= characters[end - 1].Class <= characters[end].Class;
            if (!sorted)
            {
                var run = characters.GetRange(start, end - start).OrderBy(c => c.Class).ToList();
                for (int i = 0; i < run.Count; i++)
                    characters[start + i] = run[i];
            }

            start = end;
        }
    }

    private static void Compose(List<(int Character, byte Class)> characters)
    {
        int kept = 0, starter = -1, lastClass = -1;
        for (int i = 0; i < characters.Count; i++)
        {
            var next = characters[i];
            // Blocked from the starter by a mark in between of the same class or a higher one.
            if (starter >= 0 && lastClass < next.Class && Compose(characters[starter].Character, next.Character) is { } composite)
            {
                characters[starter] = (composite, 0);
                continue;
            }

            if (next.Class == 0)
            {
                starter = kept;
                lastClass = -1;
            }
            else
            {
                lastClass = next.Class;
            }

            characters[kept++] = next;
        }

        characters.RemoveRange(kept, characters.Count - kept);
    }

    private static int? Compose(int first, int second)
    {
        if (first - LeadBase is >= 0 and < LeadCount && second - VowelBase is >= 0 and < VowelCount)
            return SyllableBase + ((((first - LeadBase) * VowelCount) + (second - VowelBase)) * TailCount);
        if (first - SyllableBase is >= 0 and < SyllableCount && (first - SyllableBase) % TailCount == 0 && second - TailBase is > 0 and < TailCount)
            return first + (second - TailBase);
        return s_compositions.TryGetValue(Pair(first, second), out int composite) ? composite : null;
    }

    private static long Pair(int first, int second) => ((long)first << 32) | (uint)second;

    private static FrozenDictionary<int, byte> ReadClasses()
    {
        var classes = new Dictionary<int, byte>();
        var data = CanonicalData.CombiningClasses;
        for (int i = 0; i < data.Length; i += 3)
        {
            for (int character = data[i]; character <= data[i + 1]; character++)
                classes[character] = (byte)data[i + 2];
        }

        return classes.ToFrozenDictionary();
    }

    private static FrozenDictionary<int, (int First, int Second)> ReadDecompositions()
    {
        var decompositions = new Dictionary<int, (int, int)>();
        var runs = CanonicalData.Singletons;
        for (int i = 0; i < runs.Length; i += 2 + runs[i + 1])
        {
            for (int j = 0; j < runs[i + 1]; j++)
                decompositions[runs[i] + j] = (runs[i + 2 + j], 0);
        }

        AddPairs(CanonicalData.Composites, decompositions);
        AddPairs(CanonicalData.Excluded, decompositions);
        return decompositions.ToFrozenDictionary();
    }

    private static void AddPairs(ReadOnlySpan<int> data, Dictionary<int, (int First, int Second)> to)
    {
        for (int i = 0; i < data.Length; i += 3)
            to[data[i]] = (data[i + 1], data[i + 2]);
    }

    private static FrozenDictionary<long, int> ReadCompositions()
    {
        var compositions = new Dictionary<long, int>();
        var data = CanonicalData.Composites;
        for (int i = 0; i < data.Length; i += 3)
            compositions[Pair(data[i + 1], data[i + 2])] = data[i];
        return compositions.ToFrozenDictionary();
    }

    // What may change, or change its neighbours: marks, what is never the result of a composition, and what composes with a character before it.
    private static FrozenSet<int> FindUnstable()
    {
        var unstable = new HashSet<int>(s_classes.Keys);
        unstable.UnionWith(s_decompositions.Keys.Except(s_compositions.Values));
        unstable.UnionWith(s_compositions.Keys.Select(pair => (int)(uint)pair));
        unstable.UnionWith(Enumerable.Range(VowelBase, VowelCount));
        unstable.UnionWith(Enumerable.Range(TailBase + 1, TailCount - 1));
        return unstable.ToFrozenSet();
    }
}
