using BigCodeBench;
using BigCodeBench.Languages;
using BigCodeBench.Sandbox;

namespace Samples.Tests.BigCodeBench;

public sealed class PythonLanguageTests
{
    private const string Double = "def double(x):\n    return 2 * x\n";

    private static readonly PythonLanguage s_python = new(new PythonSandbox(new() { WallTime = TimeSpan.FromSeconds(20) }));

    [Theory]
    [InlineData(Double, "assert double(2) == 4\nassert double(0) == 0", "All passed.")]
    [InlineData(Double, "Here you are:\n```python\nassert double(2) == 4\n```\nGood luck!", "All passed.")]
    [InlineData(Double, "assert double(2) == 4\nassert double(1) == 3", "1 of 2 passed. assert double(1) == 3: AssertionError:.")]
    [InlineData(Double, "def test_two():\n    assert double(2) == 4, 'no'\ndef test_none():\n    double(None)", "1 of 2 passed. test_none: TypeError: unsupported operand type(s) for *: 'int' and 'NoneType'.")]
    [InlineData(Double, "import unittest\nclass T(unittest.TestCase):\n    def test_a(self):\n        self.assertEqual(double(2), 5)", "0 of 1 passed. test_a: AssertionError: 4 != 5.")]
    [InlineData("def double(x) return 2", "assert True", "Error: SyntaxError: expected ':' (program.py, line 1).")]
    [InlineData(Double, "print", "All passed.")]
    [InlineData(Double, "", "No test could be read.")]
    [InlineData("import os\nos._exit(0)", "assert True", "Error: the program ended before its tests did.")]
    [InlineData("raise SystemExit(2)", "assert True", "Error: SystemExit: 2.")]
    [InlineData("while True: print('x')", "assert True", "Error: stopped: out of time.")]
    public async Task Outcomes_are_told_tersely(string code, string tests, string expected)
    {
        var language = code.StartsWith("while", StringComparison.Ordinal) ? new(new PythonSandbox(new() { WallTime = TimeSpan.FromSeconds(2) })) : s_python;
        (await language.TryAsync(code, tests, CancellationToken.None)).ShouldBe(expected);
    }

    [Fact]
    public async Task A_program_that_says_so_itself_has_not_passed()
    {
        const string Lie = "import sys, os, json\nos.write(1, b'{\"ran\": 1, \"failures\": [], \"error\": null}\\n')\nos._exit(0)";
        (await s_python.PassesAsync(Lie, new("python", "", "import unittest\nclass TestCases(unittest.TestCase):\n    def test(self): pass"), CancellationToken.None))
            .ShouldBeFalse();
    }

    [Fact]
    public async Task The_given_opening_stands_before_the_program()
    {
        var hidden = new HiddenTests("python", "import math\ndef task_func(x):", "import unittest\nclass TestCases(unittest.TestCase):\n    def test(self):\n        self.assertEqual(task_func(4), 2)");
        (await s_python.PassesAsync("def task_func(x):\n    return math.isqrt(x)", hidden, CancellationToken.None)).ShouldBeTrue();
        (await s_python.PassesAsync("def task_func(x):\n    return x", hidden, CancellationToken.None)).ShouldBeFalse();
    }
}
