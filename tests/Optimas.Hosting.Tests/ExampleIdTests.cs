namespace Optimas.Hosting.Tests;

/// <summary>Ids of examples that bring none.</summary>
public sealed class ExampleIdTests : DataFolder
{
    [Fact]
    public async Task Examples_of_two_files_have_different_ids()
    {
        const string Line = """{"input": "a", "label": "b"}""";
        string[] files = [Write("one.jsonl", $"{Line}\n\n{Line}\n"), Write("other.jsonl", Line)];

        var examples = await Task.WhenAll(files.Select(f => ExampleReader.ReadJsonLinesAsync(f, i => i.GetString()!, l => l.GetString()!, CancellationToken.None)));

        examples.SelectMany(e => e).Select(e => e.Id).ShouldBe([$"{files[0]}:1", $"{files[0]}:3", $"{files[1]}:1"]);
    }
}
