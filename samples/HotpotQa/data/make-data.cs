// Writes train.jsonl, validation.jsonl and test.jsonl beside this file: questions about a made-up world, in HotpotQA's format. The world is made
// of names that the pocket model never saw.
// dotnet run --file data/make-data.cs
// dotnet run --file data/make-data.cs -- SEED FOLDER    other data of the same kind
#:property PublishAot=false
#:project ../../../src/Optimas.Pocket/Optimas.Pocket.csproj

using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Optimas;
using Optimas.Pocket;

const int Distractors = 4;
var (seed, folder) = args is [var given, var other] ? (long.Parse(given), Directory.CreateDirectory(other).FullName) : (20, Path.GetDirectoryName(Here())!);
var random = new SeededRandom(seed, "HotpotQa");
var corpus = HopWorld.CreateCorpus(random, Part.HeldOut, people: 400);
// Each page that no question needs comes along with some question, so that the files together hold the whole world.
var spare = new Queue<HopEntity>(random.Shuffle(corpus));
var asked = new HashSet<string>();
foreach (var (file, count) in new[] { ("train.jsonl", 160), ("validation.jsonl", 100), ("test.jsonl", 200) })
{
    using var writer = new StreamWriter(Path.Combine(folder, file)) { NewLine = "\n" };
    for (int i = 0; i < count;)
    {
        var question = HopWorld.CreateQuestion(random, corpus);
        if (!asked.Add(question.Text))
            continue;
        writer.WriteLine(JsonSerializer.Serialize(RecordOf(question, asked.Count), Format.Options));
        i++;
    }
}

object RecordOf(HopQuestion question, int number)
{
    List<HopEntity> context = [question.First, question.Other];
    while (context.Count < 2 + Distractors)
    {
        var page = spare.Count > 0 ? spare.Dequeue() : corpus[random.Next(corpus.Length)];
        if (!context.Contains(page))
            context.Add(page);
    }

    return new
    {
        id = $"made-up-{number:d4}",
        question = question.Text,
        answer = question.Answer,
        type = question.IsComparison ? "comparison" : "bridge",
        level = "medium",
        supporting_facts = new object[][] { [question.First.Name, 0], [question.Other.Name, 0] },
        context = random.Shuffle(context).Select(page => new object[] { page.Name, new[] { page.Text } }),
    };
}

static string Here([CallerFilePath] string path = "") => path;

internal static class Format
{
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
