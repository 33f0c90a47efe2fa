using Xunit.Abstractions;
namespace Optimas.Pocket.Tests.Programs;
public sealed class Sim(ITestOutputHelper o)
{
    [Fact]
    public void Run()
    {
        for (int i = 0; i < 3; i++) { var r = new SeededRandom(1, "x", i); var t = ProgramTasks.Create(r, Part.HeldOut);
            o.WriteLine(t.Specification + "  => " + t.Solution + "\n" + TestsSkill.Write(t, [2, 3, 0, 1]) + "\n" + string.Join("; ", t.CreateTests(r, 6).Examples.Select(e => PipelineValue.TextOf(e.Input) + "->" + e.Expected))); }
        var d = ProgramSystem.Setting.Default;
        o.WriteLine($"default {ProgramSystem.Score(d, 1200):F3}");
        foreach (int k in Enumerable.Range(0, 4)) for (int b = 0; b < new CodeSkill().Dimensions[k].Behaviours.Length; b++) o.WriteLine($"code {k} {b} {ProgramSystem.Score(d with { Code = d.Code.SetItem(k, b) }):F3}");
        foreach (int k in Enumerable.Range(0, 4)) for (int b = 0; b < new TestsSkill().Dimensions[k].Behaviours.Length; b++) o.WriteLine($"tests {k} {b} {ProgramSystem.Score(d with { Tests = d.Tests.SetItem(k, b) }):F3}");
        foreach (int k in Enumerable.Range(0, 3)) for (int b = 0; b < new FinalSkill().Dimensions[k].Behaviours.Length; b++) o.WriteLine($"final {k} {b} {ProgramSystem.Score(d with { Final = d.Final.SetItem(k, b) }):F3}");
        var all = new List<(double, string)>();
        foreach (int a in (int[])[0, 1]) foreach (int b in (int[])[0, 1]) foreach (int c in (int[])[0, 1])
        foreach (int n in (int[])[0, 1, 2]) foreach (int k in (int[])[0, 1, 2, 3]) foreach (int l in (int[])[0, 1])
        foreach (int t in (int[])[0, 1, 2]) foreach (int e in (int[])[0, 1])
        { var s = new ProgramSystem.Setting([a, b, c, 0], [n, k, l, 1], [t, e, 0]); all.Add((ProgramSystem.Score(s, 100), s.ToString())); }
        foreach (var x in all.OrderByDescending(x => x.Item1).Take(12)) o.WriteLine($"{x.Item1:F3} {x.Item2}");
        o.WriteLine("median " + all.OrderBy(x => x.Item1).ElementAt(all.Count / 2).Item1);
        foreach (var x in all.Where(x => x.Item2.StartsWith("code 1100") || x.Item2.StartsWith("code 1110")).Where(x=>x.Item2.EndsWith("final 110")).OrderByDescending(x => x.Item1)) o.WriteLine($"{x.Item1:F3} {x.Item2}");
    }
}
