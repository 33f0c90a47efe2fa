using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Optimas.Providers;

/// <summary>Reads function calls, whole or put together from the fragments of a stream.</summary>
internal sealed class ToolCalls
{
    private readonly List<Fragment> _fragments = [];

    /// <summary>Reads a whole call.</summary>
    /// <exception cref="FormatException">The call names no function.</exception>
    public static FunctionCallContent Read(JsonElement call)
    {
        var calls = new ToolCalls();
        calls.Add(call);
        return calls.Take().Single();
    }

    /// <summary>Adds the next fragment of a stream.</summary>
    public void Add(JsonElement fragment)
    {
        var id = fragment.Text("id");
        var call = Find(fragment.Integer("index"), id);
        var function = fragment.Member("function");
        call.Id ??= id;
        call.Name ??= function?.Text("name") is { Length: > 0 } name ? name : null;
        call.Arguments.Append(function?.Member("arguments") is { } arguments ? arguments.ToString() : null);
    }

    /// <summary>The calls put together so far, in the order they began; the next fragments begin new ones.</summary>
    /// <exception cref="FormatException">A call names no function.</exception>
    public IReadOnlyList<FunctionCallContent> Take()
    {
        FunctionCallContent[] calls = [.. _fragments.Select(Whole)];
        _fragments.Clear();
        return calls;
    }

    // Most servers number the calls; those that don't name a new id where a new call begins.
    private Fragment Find(long? index, string? id)
    {
        var call = index is not null
            ? _fragments.Find(known => known.Index == index)
            : _fragments.Count > 0 && (string.IsNullOrEmpty(id) || _fragments[^1].Id == id) ? _fragments[^1] : null;
        if (call is null)
        {
            call = new Fragment(index);
            _fragments.Add(call);
        }

        return call;
    }

    private static FunctionCallContent Whole(Fragment call)
    {
        var arguments = call.Arguments.ToString();
        var content = FunctionCallContent.CreateFromParsedArguments(
            string.IsNullOrWhiteSpace(arguments) ? "{}" : arguments,
            string.IsNullOrEmpty(call.Id) ? $"call_{Guid.NewGuid():N}" : call.Id,
            call.Name ?? throw new FormatException("a tool call names no function"),
            static text => JsonSerializer.Deserialize(text, Json.Arguments)!);
        content.RawRepresentation = arguments;
        return content;
    }

    private sealed class Fragment(long? index)
    {
        public long? Index { get; } = index;

        public string? Id { get; set; }

        public string? Name { get; set; }

        public StringBuilder Arguments { get; } = new();
    }
}
