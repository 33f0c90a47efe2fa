using HotpotEvidence;
using Optimas.Hosting;

string data = Path.Combine(AppContext.BaseDirectory, "data");
string train = Path.Combine(data, "train.jsonl"), validation = Path.Combine(data, "validation.jsonl");

return await new SystemHost<HotpotQuestion, SupportingPassages, IReadOnlyList<string>, EvidenceSystem.Configuration>
{
    Description = "Finds the passages that answer a question, by full-text search in two hops. "
        + "Without arguments: optimizes itself on made-up pages.",
    Options =
    [
        new("--corpus", "The files whose paragraphs are searched; every data file named on the command line without it."),
        new("--checkpoint", "With --lrf lm: the language model's folder, in Hugging Face's layout."),
    ],
    CreateSystem = async (arguments, ct) =>
    {
        var named = arguments.Values.GetValueOrDefault("--corpus") ?? arguments.DataFiles;
        var corpus = await HotpotData.ReadPassagesAsync(named.Count > 0 ? named : [train, validation], ct);
        return new EvidenceSystem(new PassageIndex(corpus, ct)).AsSystem();
    },
    DefaultConfiguration = EvidenceSystem.Configuration.Default,
    ReadExamples = HotpotData.ReadQuestionsAsync,
    Metric = new TitleF1(),
    RewardModels = [new("lm", "a language model with LoRA, on libtorch; needs --checkpoint", LanguageModelBackbone.CreateAsync)],
    Demonstration = new(train, validation, SystemRuns: 300, Seed: 1),
}.RunAsync(args);
