using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Optimas;
using Optimas.Learning;
using Optimas.Pocket;
using Optimas.Pocket.Trainer;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var model = new Option<string>("--model") { Description = "pocket or pocket-mini.", DefaultValueFactory = _ => PocketChatClient.Large };
var device = new Option<string>("--device") { Description = "cpu or cuda.", DefaultValueFactory = _ => "cpu" };
var folder = new Option<string>("--models") { Description = "The folder with a subfolder for each model.", DefaultValueFactory = _ => PocketChatClient.ShippedFolder };

var steps = new Option<int>("--steps") { Description = "How many steps.", DefaultValueFactory = _ => 6000 };
var tokens = new Option<int>("--tokens-per-step") { DefaultValueFactory = _ => 32768 };
var rate = new Option<double>("--learning-rate") { DefaultValueFactory = _ => 3e-3 };
var seed = new Option<long>("--seed") { DefaultValueFactory = _ => 1 };
var start = new Option<string?>("--start") { Description = "The folder with the finished models to start from; from nothing without it." };
var train = new Command("train", "Trains a model from nothing or from a finished one, or goes on where a training stopped.") { model, folder, start, steps, tokens, rate, seed, device };
train.SetAction(async (parsed, ct) =>
{
    var training = new PocketTraining
    {
        Model = parsed.GetValue(model)!,
        Folder = Path.Combine(parsed.GetValue(folder)!, parsed.GetValue(model)!),
        Start = parsed.GetValue(start) is { } from ? Path.Combine(from, parsed.GetValue(model)!) : null,
        Steps = parsed.GetValue(steps),
        TokensPerStep = parsed.GetValue(tokens),
        LearningRate = parsed.GetValue(rate),
        Seed = parsed.GetValue(seed),
        Device = parsed.GetValue(device)!,
    };
    long started = Environment.TickCount64, read = 0;
    double smooth = double.NaN;
    var progress = new Inline(step =>
    {
        read += step.Tokens;
        smooth = double.IsNaN(smooth) ? step.Loss : (0.98 * smooth) + (0.02 * step.Loss);
        if (step.Number % 100 == 0 || step.Number == training.Steps)
            Console.WriteLine($"step {step.Number,6}  loss {smooth:0.0000}  {read / (Environment.TickCount64 - started + 1.0):0.0} thousand tokens/s");
    });
    double loss = await training.RunAsync(progress, ct);
    Console.WriteLine($"held-out loss {loss:0.0000} nats a token; {training.Folder}");
});

var count = new Option<int>("--count") { Description = "How many examples each figure rests on.", DefaultValueFactory = _ => 400 };
var failures = new Option<int>("--failures") { Description = "How many failures of each skill to print." };
var temperature = new Option<float>("--temperature") { Description = "0 takes the likeliest text." };
var only = new Option<string?>("--skill") { Description = "The skills whose name starts so." };
var skills = new Command("skills", "Measures every skill on held-out names, as a table.") { model, folder, device, count, failures, temperature, only };
skills.SetAction(async (parsed, ct) =>
{
    await using var pocket = new PocketChatClient(new() { ModelFolder = parsed.GetValue(folder), Device = parsed.GetValue(device)!, Slots = 64 });
    using var chat = new NamedModel(pocket, parsed.GetValue(model)!);
    var study = new SkillStudy(chat, parsed.GetValue(count));
    var handWritten = await HandWrittenClause.ReadAsync(Path.Combine(AppContext.BaseDirectory, "hand-written.jsonl"), ct);
    Console.WriteLine("| skill | right | seen phrasings | held-out phrasings | hand-written phrasings |");
    Console.WriteLine("| --- | --- | --- | --- | --- |");
    var all = new List<SkillScore>();
    foreach (var skill in PocketSkills.Components.Where(s => s.Name.StartsWith(parsed.GetValue(only) ?? "", StringComparison.Ordinal)))
    {
        var score = await study.MeasureAsync(skill, handWritten, parsed.GetValue(temperature), ct);
        all.Add(score);
        Console.WriteLine($"| {score.Skill} | {Show(score.Right)} | {Show(score.Seen)} | {Show(score.HeldOut)} | {Show(score.HandWritten)} |");
        foreach (var (example, reply) in await study.FindFailuresAsync(skill, parsed.GetValue(failures), ct))
            Console.WriteLine($"\n{example.Instruction.Text}\n{example.Input}\n  wrote: {reply}\n  right: {example.Reply}\n");
    }

    foreach (var skill in PocketSkills.All.Where(s => s is not ComponentSkill && s.Name.StartsWith(parsed.GetValue(only) ?? "", StringComparison.Ordinal)))
    {
        var score = await study.MeasureAsync(skill, ct);
        Console.WriteLine($"| {score.Skill} | | {Show(score.Seen)} | {Show(score.HeldOut)} | |");
    }

    Console.WriteLine($"| all | {Show(Sum(s => s.Right))} | {Show(Sum(s => s.Seen))} | {Show(Sum(s => s.HeldOut))} | {Show(Sum(s => s.HandWritten))} |");

    Share Sum(Func<SkillScore, Share> of) => new(all.Sum(s => of(s).Good), all.Sum(s => of(s).All));
    static string Show(Share share) => share.All == 0 ? "" : $"{share.Value:0.000} ({share.Good} of {share.All})";
});

var show = new Command("show", "Prints examples of a skill, as the model reads them.") { only, count };
show.SetAction(parsed =>
{
    var chosen = PocketSkills.All.Where(s => s.Name.StartsWith(parsed.GetValue(only) ?? "", StringComparison.Ordinal)).ToArray();
    for (int i = 0; i < parsed.GetValue(count); i++)
    {
        foreach (var skill in chosen)
        {
            var example = skill.Create(new SeededRandom(1, "shown", i), Part.Seen, Part.Seen);
            Console.WriteLine($"--- {skill.Name}\n[{example.Instruction.Text}]\n{example.Input}\n> {example.Reply}");
        }
    }
});

var behaviours = new Command("behaviours", "Prints what each behaviour of a skill looks like, on the same tasks.") { only, count };
behaviours.SetAction(parsed =>
{
    foreach (var skill in PocketSkills.Components.Where(s => s.Name.StartsWith(parsed.GetValue(only) ?? "", StringComparison.Ordinal)))
    {
        for (int i = 0; i < parsed.GetValue(count); i++)
        {
            var nothing = skill.Dimensions.Select(_ => (int?)null).ToImmutableArray();
            PocketExample Example(ImmutableArray<int?> asked) => skill.Create(new SeededRandom(1, "shown", i), Part.Seen, new Instruction(skill.DefaultInstruction, asked));
            Console.WriteLine($"--- {skill.Name}: {skill.DefaultInstruction}\n{Example(nothing).Input}");
            for (int d = 0; d < skill.Dimensions.Length; d++)
            {
                for (int b = 0; b < skill.Dimensions[d].Behaviours.Length; b++)
                    Console.WriteLine($"> {skill.Dimensions[d].Name} = {skill.Dimensions[d].Behaviours[b].Name}: {Example(nothing.SetItem(d, b)).Reply}");
            }
        }
    }
});

return await new RootCommand("The pocket model: its training and its skills.") { train, skills, show, behaviours }.Parse(args).InvokeAsync();
