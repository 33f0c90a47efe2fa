using System.Collections.Immutable;
using Optimas.Runtime;

namespace Optimas;

/// <summary>
/// Finds the numbers in a visit: values, flags, list lengths and text lengths by field path. The items of a list share one path; their
/// numbers are averaged and their lengths added up. Overlaps and relations between the two visits follow.
/// </summary>
internal sealed class FeatureWriter : IFieldWriter
{
    private const int MaxInputFields = 8;

    private readonly Stack<string> _paths = new(["."]);
    private readonly List<string> _order = [];
    private readonly Dictionary<string, (double Sum, int Count)> _numbers = new(StringComparer.Ordinal);
    private readonly List<(string Field, string Text)> _texts = [];
    private readonly List<VisitedList> _lists = [new(isList: false)];
    private int _depth;

    public static ImmutableArray<Feature> Measure(Action<IFieldWriter> writeInput, Action<IFieldWriter> writeOutput)
    {
        var input = new FeatureWriter();
        var output = new FeatureWriter();
        writeInput(input);
        writeOutput(output);
        var features = ImmutableArray.CreateBuilder<Feature>();
        foreach (string name in output._order)
        {
            var (sum, count) = output._numbers[name];
            // A sum of the largest numbers overflows.
            if (double.IsFinite(sum))
                features.Add(new(name, sum / count));
        }

        features.AddRange(Overlap.Measure(input._texts, MaxInputFields, output._texts));
        features.AddRange(Relations.Measure(input._lists, output._lists));
        return features.ToImmutable();
    }

    public void Text(string name, string? value)
    {
        if (value is null)
        {
            Null(name);
            return;
        }

        string path = Path(name);
        _texts.Add((path, value));
        Item(name).Texts.Add((path, value));
        Sum($"{path} characters", value.Length);
        Sum($"{path} words", Words.Of(value).Count);
    }

    public void Number(string name, double value)
    {
        if (!double.IsFinite(value))
        {
            Average($"{Path(name)} not finite", 1);
            return;
        }

        Average(Path(name), value);
        Item(name).Numbers.Add((Path(name), value));
    }

    public void Flag(string name, bool value) => Average(Path(name), value ? 1 : 0);

    public void Null(string name) => Average($"{Path(name)} missing", 1);

    public void BeginObject(string name)
    {
        if (StartsItem(name))
            _lists[^1].Items.Add(new());
        _paths.Push(Path(name));
    }

    public void EndObject() => _paths.Pop();

    public void BeginList(string name, int count)
    {
        string path = Path(name);
        Average($"{path} count", count);
        _paths.Push(path);
        if (StartsItem(name))
            _lists[^1].Items.Add(new());
        if (_depth++ == 0)
            _lists.Add(new(isList: true));
    }

    public void EndList()
    {
        _paths.Pop();
        _depth--;
    }

    // An item of an outermost list. Lists inside it belong to it.
    private bool StartsItem(string name) => _depth == 1 && name.Length == 0;

    private VisitedItem Item(string name)
    {
        var list = _depth == 0 ? _lists[0] : _lists[^1];
        if (_depth == 0 || StartsItem(name) || list.Items.Count == 0)
            list.Items.Add(new());
        return list.Items[^1];
    }

    private string Path(string name) => name.Length == 0 ? _paths.Peek() : _paths.Count == 1 ? name : $"{_paths.Peek()}.{name}";

    private void Average(string name, double value)
    {
        var (sum, count) = At(name);
        _numbers[name] = (sum + value, count + 1);
    }

    private void Sum(string name, double value)
    {
        var (sum, _) = At(name);
        _numbers[name] = (sum + value, 1);
    }

    private (double Sum, int Count) At(string name)
    {
        if (_numbers.TryGetValue(name, out var number))
            return number;
        _order.Add(name);
        return default;
    }
}
