// Writes train.jsonl, validation.jsonl and test.jsonl beside this file: made-up shopping sessions in ShopBench's format.
// dotnet run --file data/make-data.cs
// dotnet run --file data/make-data.cs -- SEED FOLDER    other data of the same kind
#:project ../../../src/Optimas.Pocket/Optimas.Pocket.csproj
#:property PublishAot=false

using System.Runtime.CompilerServices;
using System.Text.Json;
using Optimas;
using Optimas.Pocket;

var (seed, folder) = args is [var given, var other] ? (long.Parse(given), Directory.CreateDirectory(other).FullName) : (24, Path.GetDirectoryName(Here())!);
Write("train", 160);
Write("validation", 100);
Write("test", 200);

void Write(string part, int count)
{
    using var file = new StreamWriter(Path.Combine(folder, $"{part}.jsonl")) { NewLine = "\n" };
    for (int i = 0; i < count; i++)
    {
        // Brands that the pocket model never saw.
        var session = ShoppingSession.Create(new SeededRandom(seed, part, i), Part.HeldOut);
        using var row = new MemoryStream();
        using (var json = new Utf8JsonWriter(row))
        {
            json.WriteStartObject();
            json.WriteString("id", $"{part}-{i}");
            json.WriteString("locale", "en");
            json.WriteString("instruction", "A user of an online shop has viewed these products. Which product will the user view next?");
            json.WriteString("sequence", string.Join('\n', session.Views.Select(v => v.Title)));
            json.WriteStartArray("choices");
            foreach (var choice in session.Choices)
                json.WriteStringValue(choice.Title);
            json.WriteEndArray();
            json.WriteNumber("answer", session.Answer);
            json.WriteString("answer_text", session.Choices[session.Answer].Title);
            json.WriteEndObject();
        }

        file.WriteLine(System.Text.Encoding.UTF8.GetString(row.ToArray()));
    }
}

static string Here([CallerFilePath] string path = "") => path;
