using Optimas;
using Optimas.Hosting;
using QuickStart;

string data = Path.Combine(AppContext.BaseDirectory, "data");
using var chat = new StandInModel();

return await new SystemHost<Ticket, string, string, SupportDesk.Configuration>
{
    Description = "Answers customers' questions from a small knowledge base, offline. Without arguments: optimizes itself.",
    CreateSystem = async (_, ct) => new SupportDesk(chat, await KnowledgeBase.LoadAsync(data, ct), new Relevance(Topic: 1)).AsSystem(),
    DefaultConfiguration = SupportDesk.Configuration.Default,
    ReadExamples = (file, ct) => ExampleReader.ReadJsonLinesAsync(
        file, input => new Ticket(input.GetProperty("question").GetString()!), label => label.GetString()!, ct),
    Metric = Metric.Create<string, string>(Text.F1),
    CreateProposer = _ => new OproProposer(chat),
    Demonstration = new(Path.Combine(data, "train.jsonl"), Path.Combine(data, "validation.jsonl"), SystemRuns: 500, Seed: 2),
}.RunAsync(args);
