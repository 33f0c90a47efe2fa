// Writes the knowledge base and train.jsonl, validation.jsonl and test.jsonl beside this file: made up, in STaRK-Prime's format.
// dotnet run --file data/make-data.cs
#:property PublishAot=false
#:project ../../../src/Optimas.Pocket/Optimas.Pocket.csproj

using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Optimas;
using Optimas.Pocket;

var options = new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

// Names that the pocket model has never seen.
var atlas = Atlas.Create(new SeededRandom(2026, "atlas"), Part.HeldOut, 150);
Write("kb_nodes", atlas.Entities.Select(e => (object)new { id = e.Id, name = e.Name, type = e.Type, text = e.Text }));
Write("kb_edges", atlas.Entities.SelectMany(e => e.Relations.Select(r => (object)new { head = e.Id, relation = r.Kind, tail = r.Other })));

var asked = new HashSet<string>(StringComparer.Ordinal);
var random = new SeededRandom(2026, "queries");
Write("train", Queries(160));
Write("validation", Queries(100));
Write("test", Queries(200));

IEnumerable<object> Queries(int count)
{
    for (int i = 0; i < count;)
    {
        var query = atlas.CreateQuery(random);
        if (asked.Add(query.Text))
        {
            i++;
            yield return new { id = asked.Count, query = query.Text, answer_ids = query.Answers, in_kb = true };
        }
    }
}

void Write(string name, IEnumerable<object> records)
{
    using var writer = new StreamWriter(Path.Combine(Path.GetDirectoryName(Here())!, $"{name}.jsonl")) { NewLine = "\n" };
    foreach (object record in records)
        writer.WriteLine(JsonSerializer.Serialize(record, options));
}

static string Here([CallerFilePath] string path = "") => path;
