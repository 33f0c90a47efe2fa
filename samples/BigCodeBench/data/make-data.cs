// Writes train.jsonl, validation.jsonl and test.jsonl beside this file: made-up programming tasks, in BigCodeBench's format.
// dotnet run --file data/make-data.cs
// dotnet run --file data/make-data.cs -- SEED FOLDER    other data of the same kind
#:project ../../../src/Optimas.Pocket/Optimas.Pocket.csproj
#:property PublishAot=false

using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Optimas;
using Optimas.Pocket;

const int Tests = 6;
var (seed, folder) = args is [var given, var other] ? (long.Parse(given), Directory.CreateDirectory(other).FullName) : (2026, Path.GetDirectoryName(Here())!);
var options = new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
var seen = new HashSet<string>();
int number = 0;
Write("train.jsonl", 160);
Write("validation.jsonl", 100);
Write("test.jsonl", 200);

void Write(string file, int count)
{
    using var writer = new StreamWriter(Path.Combine(folder, file)) { NewLine = "\n" };
    for (int written = 0; written < count;)
    {
        var random = new SeededRandom(seed, "program tasks", number++);
        var task = ProgramTasks.Create(random, Part.HeldOut);
        if (!seen.Add(task.Specification))
            continue;
        var hidden = task.CreateTests(random, Tests);
        writer.WriteLine(new JsonObject
        {
            ["task_id"] = $"Pipeline/{seen.Count - 1}",
            ["language"] = "pipeline",
            ["entry_point"] = "program",
            ["libs"] = new JsonArray(),
            ["stdlib_only"] = true,
            ["instruct_prompt"] = task.Specification,
            ["complete_prompt"] = $"# {task.Specification}\n",
            ["code_prompt"] = "",
            ["canonical_solution"] = task.Solution.ToString(),
            ["test"] = string.Join('\n', hidden.Examples.Select(e => $"{PipelineValue.TextOf(e.Input)} -> {e.Expected}")),
        }.ToJsonString(options));
        written++;
    }
}

static string Here([CallerFilePath] string path = "") => path;
