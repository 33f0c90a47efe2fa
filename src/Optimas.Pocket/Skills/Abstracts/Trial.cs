using System.Collections.Immutable;

namespace Optimas.Pocket;

/// <summary>A made-up clinical trial: the question that it was made for, its abstract, and what experts say.</summary>
public sealed record Trial
{
    private const int FewPatients = 20;

    private static readonly (string Name, string Unit)[] s_outcomes =
    [
        ("relapse", "%"), ("infection", "%"), ("mortality", "%"), ("cough", "%"), ("headache", "%"), ("bleeding", "%"), ("swelling", "%"),
        ("pain", " points"), ("anxiety", " points"), ("fatigue", " points"), ("memory", " points"), ("appetite", " points"), ("strength", " points"),
        ("blood pressure", " points"), ("blood sugar", " points"), ("heart rate", " beats"), ("bone density", " points"), ("lung volume", "%"),
        ("hospital stay", " days"), ("fever", " days"), ("recovery time", " days"), ("sleep time", " hours"), ("walking time", " minutes"), ("body weight", " kilos"),
    ];

    private static readonly (string First, string Second)[] s_splits =
    [
        ("in men", "in women"), ("in children", "in adults"), ("after 3 months", "after 12 months"), ("at rest", "at work"),
        ("in mild cases", "in severe cases"), ("in smokers", "in others"), ("by day", "by night"), ("at week 2", "at week 8"),
    ];

    private static readonly string[] s_kinds = ["fever", "syndrome", "disease", "arthritis", "anemia", "asthma"];
    private static readonly string[] s_effects = ["Nausea", "Dizziness", "A rash", "Dry mouth", "Vomiting", "Itching"];
    private static readonly string[] s_controls = ["placebo", "usual care", "rest", "surgery", "exercise"];

    /// <summary>The question, which can be answered with yes, no or maybe.</summary>
    public required string Question { get; init; }

    /// <summary>The sections of the abstract, without its conclusion.</summary>
    public required ImmutableArray<string> Contexts { get; init; }

    /// <summary>The heading of each section.</summary>
    public required ImmutableArray<string> Labels { get; init; }

    /// <summary>The abstract's conclusion.</summary>
    public required string Conclusion { get; init; }

    /// <summary>What is asked for.</summary>
    public required string Outcome { get; init; }

    /// <summary>Whether it is asked whether the outcome gets lower; otherwise whether it gets higher.</summary>
    public required bool AsksLower { get; init; }

    /// <summary>What was found, in the abstract's order.</summary>
    public required ImmutableArray<Finding> Findings { get; init; }

    /// <summary>How many were treated.</summary>
    public required int Treated { get; init; }

    /// <summary>How many were not.</summary>
    public required int Compared { get; init; }

    /// <summary>What experts say: yes, no or maybe.</summary>
    public required string Answer { get; init; }

    /// <summary>Whether there are so few patients that experts hesitate.</summary>
    public static bool IsSmall(int patients) => patients < FewPatients;

    /// <summary>A trial.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="names">Which names to use.</param>
    public static Trial Create(SeededRandom random, Part names)
    {
        ArgumentNullException.ThrowIfNull(random);
        string drug = Names.Coined(random, names), illness = $"{Names.Coined(random, names)} {Names.Pick(random, s_kinds)}";
        string control = random.NextDouble() < 0.25 ? Names.Coined(random, names) : Names.Pick(random, s_controls);
        var outcomes = random.Shuffle(s_outcomes);
        bool asksLower = random.NextDouble() < 0.6;
        var (asked, isSmall, answer) = CreateAsked(random, outcomes[0], asksLower);
        // Three results at most: a summary of all of them stays within what the model writes.
        int others = Math.Min(random.NextIndex([0.35, 0.5, 0.15]), 3 - asked.Length);
        var findings = Merge(random, asked, [.. Enumerable.Range(1, others).Select(i => CreateOther(random, outcomes[i]))]);
        int treated = isSmall ? 6 + random.Next(12) : 30 + random.Next(200), compared = isSmall ? 6 + random.Next(12) : treated - 8 + random.Next(17);
        List<(string Label, string Text)> sections = [];
        if (random.NextDouble() < 0.8)
            sections.Add(("BACKGROUND", Background(random, names, drug, illness, outcomes[0].Name)));
        sections.Add(("METHODS", Methods(random, drug, control, treated, compared)));
        sections.AddRange(findings.Select(f => ("RESULTS", Result(random, f, drug, control))));
        if (random.NextDouble() < 0.35)
            sections.Add(("RESULTS", $"{Names.Pick(random, s_effects)} was seen in {2 + random.Next(28)}% of patients."));
        return new()
        {
            Question = Ask(random, drug, control, illness, outcomes[0].Name, asksLower),
            Contexts = [.. sections.Select(s => s.Text)],
            Labels = [.. sections.Select(s => s.Label)],
            Conclusion = Conclude(drug, illness, outcomes[0].Name, asksLower, answer),
            Outcome = outcomes[0].Name,
            AsksLower = asksLower,
            Findings = findings,
            Treated = treated,
            Compared = compared,
            Answer = answer,
        };
    }

    private static (ImmutableArray<Finding> Asked, bool IsSmall, string Answer) CreateAsked(
        SeededRandom random, (string Name, string Unit) outcome, bool asksLower)
    {
        // Each result: + for a clear effect as asked, ~ for one at the border, 0 for none that is clear, - for the opposite.
        bool isSplit = random.NextDouble() < 0.5, isSmall = random.NextDouble() < 0.15;
        string nothing = "000-", results, answer;
        switch (random.NextIndex([0.42, 0.31, 0.27]))
        {
            case 0:
                (results, isSmall, answer) = ("++", false, "yes");
                break;
            case 1:
                results = $"{Names.Pick(random, [.. nothing])}{Names.Pick(random, [.. nothing])}";
                answer = "no";
                break;
            default:
                int why = random.NextIndex([0.5, 0.25, 0.25]);
                isSplit |= why == 0;
                isSmall |= why == 2;
                results = why == 0 ? string.Concat(random.Shuffle(['+', Names.Pick(random, [.. nothing])])) : why == 1 ? "~+" : "++";
                answer = why == 0 || random.NextDouble() < 0.85 ? "maybe" : "yes";
                break;
        }

        var split = Names.Pick(random, s_splits);
        ImmutableArray<Finding> all =
        [
            CreateFinding(random, outcome, isSplit ? split.First : "", asksLower, results[0]),
            CreateFinding(random, outcome, split.Second, asksLower, results[1]),
        ];
        return (isSplit ? all : all[..1], isSmall, answer);
    }

    private static Finding CreateOther(SeededRandom random, (string Name, string Unit) outcome) =>
        CreateFinding(random, outcome, "", random.NextDouble() < 0.5, Names.Pick(random, ['+', '+', '0', '0', '~']));

    private static Finding CreateFinding(SeededRandom random, (string Name, string Unit) outcome, string split, bool asksLower, char result)
    {
        bool isLower = result switch
        {
            '-' => !asksLower,
            '0' => random.NextDouble() < 0.6 == asksLower,
            _ => asksLower,
        };
        int p = result switch
        {
            '0' => 11 + random.Next(80),
            '~' => 4 + random.Next(3),
            _ => 1 + random.Next(3),
        };
        int low = 4 + random.Next(50), high = low + 1 + random.Next(result == '0' ? 6 : 30);
        string? numbers = random.NextDouble() < 0.3 ? null
            : isLower ? $"{low}{outcome.Unit} vs {high}{outcome.Unit}" : $"{high}{outcome.Unit} vs {low}{outcome.Unit}";
        return new(outcome.Name, split, isLower, numbers, p);
    }

    // The results asked for keep their order; where others stand among them is a matter of chance.
    private static ImmutableArray<Finding> Merge(SeededRandom random, ImmutableArray<Finding> asked, ImmutableArray<Finding> others)
    {
        var merged = asked;
        foreach (var other in others)
            merged = merged.Insert(random.Next(merged.Length + 1), other);
        return merged;
    }

    private static string Ask(SeededRandom random, string drug, string control, string illness, string outcome, bool asksLower)
    {
        string verb = asksLower ? Names.Pick(random, ["lower", "reduce", "decrease"]) : Names.Pick(random, ["raise", "increase", "improve"]);
        string word = asksLower ? "lower" : "higher";
        return random.Next(7) switch
        {
            0 => $"Does {drug} {verb} {outcome} in {illness}?",
            1 => $"Can {drug} {verb} {outcome} in patients with {illness}?",
            2 => $"Is {outcome} {word} with {drug} than with {control} in {illness}?",
            3 => $"{drug} for {illness}: does it {verb} {outcome}?",
            4 => $"Does treatment with {drug} {verb} {outcome}?",
            5 => $"In {illness}, does {drug} {verb} {outcome}?",
            _ => $"Will patients with {illness} have {word} {outcome} with {drug}?",
        };
    }

    private static string Background(SeededRandom random, Part names, string drug, string illness, string outcome) => random.Next(7) switch
    {
        0 => $"{illness} is hard to treat.",
        1 => $"{drug} is often given for {illness}.",
        2 => $"Little is known about {drug} in {illness}.",
        3 => $"{Up(outcome)} is common in {illness}.",
        4 => $"An earlier trial found {Names.Pick(random, ["lower", "higher"])} {outcome} with {Names.Coined(random, names)}.",
        5 => $"{drug} helped in {Names.Coined(random, names)} {Names.Pick(random, s_kinds)}.",
        _ => $"We studied {outcome} in {illness}.",
    };

    private static string Methods(SeededRandom random, string drug, string control, int treated, int compared) => random.Next(5) switch
    {
        0 => $"{treated} patients got {drug} and {compared} got {control}.",
        1 => $"We gave {drug} to {treated} patients and {control} to {compared}.",
        2 => $"{treated} patients with {drug} were compared with {compared} with {control}.",
        3 => $"Patients were assigned to {drug} (n = {treated}) or {control} (n = {compared}).",
        _ => $"There were {treated} patients in the {drug} group and {compared} in the {control} group.",
    };

    private static string Result(SeededRandom random, Finding finding, string drug, string control)
    {
        string p = finding.PText;
        if (finding.Numbers is null)
        {
            return random.Next(3) switch
            {
                0 => $"{Up(finding.Name)} was {finding.Direction} with {drug} than with {control} ({p}).",
                1 => $"With {drug}, {finding.Name} was {finding.Direction} ({p}).",
                _ => $"The {drug} group had {finding.Direction} {finding.Name} ({p}).",
            };
        }

        string[] values = finding.Numbers.Split(" vs ");
        return random.Next(4) switch
        {
            0 => $"{Up(finding.Name)} was {values[0]} with {drug} and {values[1]} with {control} ({p}).",
            1 => $"With {drug}, {finding.Name} was {values[0]}, against {values[1]} with {control} ({p}).",
            2 => $"{Up(finding.Name)} was {values[1]} with {control} and {values[0]} with {drug} ({p}).",
            _ => $"{Up(finding.Name)} was {finding.Direction} with {drug}: {values[0]} against {values[1]} ({p}).",
        };
    }

    private static string Conclude(string drug, string illness, string outcome, bool asksLower, string answer) => answer switch
    {
        "yes" => $"{drug} gives {(asksLower ? "lower" : "higher")} {outcome} in {illness}.",
        "no" => $"{drug} does not give {(asksLower ? "lower" : "higher")} {outcome} in {illness}.",
        _ => $"Whether {drug} changes {outcome} in {illness} needs more study.",
    };

    private static string Up(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
