// Writes the knowledge base and train.jsonl, validation.jsonl and test.jsonl beside this file: made up, in STaRK-Prime's format.
// dotnet run --file data/make-data.cs
// dotnet run --file data/make-data.cs -- SEED FOLDER    other data of the same kind
#:property PublishAot=false
#:project ../../../src/Optimas.Pocket/Optimas.Pocket.csproj
#:project ../../Retrieval/Retrieval.csproj

using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Optimas;
using Optimas.Pocket;
using Retrieval;

var (seed, folder) = args is [var given, var other] ? (long.Parse(given), Directory.CreateDirectory(other).FullName) : (2026, Path.GetDirectoryName(Here())!);
var options = new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

// Names that the pocket model has never seen.
var atlas = Atlas.Create(new SeededRandom(seed, "atlas"), Part.HeldOut, 150);
Write("kb_nodes", atlas.Entities.Select(e => (object)new { id = e.Id, name = e.Name, type = e.Type, text = e.Text }));
Write("kb_edges", atlas.Entities.SelectMany(e => e.Relations.Select(r => (object)new { head = e.Id, relation = r.Kind, tail = r.Other })));

using var index = await DocumentIndex.CreateAsync(
    [.. atlas.Entities.Select(e => new Document($"{e.Id}", e.Name, $"{e.Text} {string.Join(' ', e.Relations.Select(r => r.Name))}"))]);
var asked = new HashSet<string>(StringComparer.Ordinal);
var random = new SeededRandom(seed, "queries");
Write("train", await Queries(160));
Write("validation", await Queries(100));
Write("test", await Queries(200));

// Of the queries whose answers the sample's search doesn't find, half are left out: nothing after the search could answer them.
async Task<List<object>> Queries(int count)
{
    var queries = new List<object>();
    while (queries.Count < count)
    {
        var query = atlas.CreateQuery(random);
        var found = await index.SearchAsync(query.Text, 5);
        bool isFound = found.Any(m => query.Answers.Any(a => m.Document.Id == $"{a}"));
        if ((isFound || random.NextDouble() < 0.5) && asked.Add(query.Text))
            queries.Add(new { id = asked.Count, query = query.Text, answer_ids = query.Answers, in_kb = true });
    }

    return queries;
}

void Write(string name, IEnumerable<object> records)
{
    using var writer = new StreamWriter(Path.Combine(folder, $"{name}.jsonl")) { NewLine = "\n" };
    foreach (object record in records)
        writer.WriteLine(JsonSerializer.Serialize(record, options));
}

static string Here([CallerFilePath] string path = "") => path;
