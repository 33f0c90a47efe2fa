// Writes train.jsonl, validation.jsonl and test.jsonl beside this file: made-up trials, in PubMedQA's format.
// dotnet run --file data/make-data.cs
// dotnet run --file data/make-data.cs -- SEED FOLDER    other data of the same kind
#:property PublishAot=false
#:project ../../../src/Optimas.Pocket/Optimas.Pocket.csproj

using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Optimas;
using Optimas.Pocket;

var (seed, folder) = args is [var given, var other] ? (long.Parse(given), Directory.CreateDirectory(other).FullName) : (2026, Path.GetDirectoryName(Here())!);
var options = new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
Write("train", 160);
Write("validation", 100);
Write("test", 200);

// Names that the pocket model has never seen.
void Write(string part, int count)
{
    using var writer = new StreamWriter(Path.Combine(folder, $"{part}.jsonl")) { NewLine = "\n" };
    for (int i = 0; i < count; i++)
    {
        var trial = Trial.Create(new SeededRandom(seed, $"abstracts, {part}", i), Part.HeldOut);
        writer.WriteLine(JsonSerializer.Serialize(
            new
            {
                id = $"{part}-{i + 1}",
                question = trial.Question,
                contexts = trial.Contexts,
                context_labels = trial.Labels,
                long_answer = trial.Conclusion,
                answer = trial.Answer,
            },
            options));
    }
}

static string Here([CallerFilePath] string path = "") => path;
