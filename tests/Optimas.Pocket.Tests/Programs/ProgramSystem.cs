using System.Collections.Immutable;

namespace Optimas.Pocket.Tests.Programs;

/// <summary>The three components as one system, written by a model that never errs.</summary>
internal static class ProgramSystem
{
    /// <summary>For each component the behaviour of each dimension; null for one drawn by its share.</summary>
    public sealed record Setting(ImmutableArray<int?> Code, ImmutableArray<int?> Tests, ImmutableArray<int?> Final)
    {
        public static Setting Default { get; } = new([null, null, null, null], [null, null, null, null], [null, null, null]);

        public override string ToString() => $"code {Text(Code)} tests {Text(Tests)} final {Text(Final)}";

        private static string Text(ImmutableArray<int?> asked) => string.Concat(asked.Select(a => a?.ToString() ?? "-"));
    }

    private static readonly (ProgramTask Task, PipelineTests Hidden)[] s_tasks =
    [
        .. Enumerable.Range(0, 400).Select(i => new SeededRandom(3, "task", i)).Select(random => (random, ProgramTasks.Create(random, Part.HeldOut)))
            .Select(t => (t.Item2, t.Item2.CreateTests(t.random, 6))),
    ];

    private static readonly ImmutableArray<Dimension> s_code = new CodeSkill().Dimensions, s_tests = new TestsSkill().Dimensions, s_final = new FinalSkill().Dimensions;

    /// <summary>The share of specifications whose final program passes.</summary>
    public static double Score(Setting setting, int count = 400)
    {
        int passed = 0;
        for (int i = 0; i < count; i++)
        {
            var random = new SeededRandom(3, "system", i);
            var (task, hidden) = s_tasks[i % s_tasks.Length];
            string code = CodeSkill.Write(task, Draw(random, setting.Code, s_code));
            string tests = TestsSkill.Write(task, Draw(random, setting.Tests, s_tests));
            string outcome = PipelineTests.Read(tests).Report(code);
            string final = FinalSkill.Write(new(task, code, outcome), Draw(random, setting.Final, s_final));
            passed += hidden.Pass(final) ? 1 : 0;
        }

        return passed / (double)count;
    }

    private static ImmutableArray<int> Draw(SeededRandom random, ImmutableArray<int?> asked, ImmutableArray<Dimension> dimensions) =>
        [.. dimensions.Select((d, i) => asked[i] ?? random.NextIndex([.. d.Behaviours.Select(b => b.Share)]))];
}
