using System.Collections.Immutable;

namespace Optimas.Pocket.Tests.Programs;

public sealed class PipelineProgramTests
{
    [Theory]
    [InlineData("keep even | double | max | else 0", "3 8 2", "16")]
    [InlineData("keep even | double | max | else 0", "empty", "0")]
    [InlineData("keep odd | max", "2 4", "error")]
    [InlineData("KEEP  >=4|reverse", "4 1 9", "9 4")]
    [InlineData("keep > 4 | count", "4 1 9", "1")]
    [InlineData("keep <= 4 | sort", "4 9 1", "1 4")]
    [InlineData("keep < 4 | sum", "4 9 1 2", "3")]
    [InlineData("take 2 | last", "4 9 1", "9")]
    [InlineData("take 9 | first", "4 9", "4")]
    [InlineData("keep < 0", "4 9", "empty")]
    [InlineData("sum", "empty", "0")]
    [InlineData("min | add 3", "5 2", "5")]
    [InlineData("# a comment\nkeep even", "3 4", "4")]
    [InlineData("```\nkeep even\n```", "3 4", "4")]
    [InlineData("add 1000000 | double", "1", "error")]
    [InlineData("add 1000000 | max | else 3", "1", "error")]
    public void Programs_give_what_they_say(string code, string list, string expected)
    {
        var program = PipelineProgram.Read(code, out string? error);
        error.ShouldBeNull();
        program!.Run(PipelineValue.ReadList(list)!.Value).ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("", "there is no program")]
    [InlineData("# only this", "there is no program")]
    [InlineData("keep", "unknown step \"keep\"")]
    [InlineData("add", "unknown step \"add\"")]
    [InlineData("Here is the program: double", "unknown step \"Here is the program: double\"")]
    [InlineData("double | | sum", "unknown step \"\"")]
    public void What_is_no_program_is_told(string code, string expected)
    {
        PipelineProgram.Read(code, out string? error).ShouldBeNull();
        error.ShouldBe(expected);
    }

    [Fact]
    public void Any_text_is_safe_to_run()
    {
        var random = new SeededRandom(1, "noise");
        string[] words = ["keep", "even", ">", "4", "add", "double", "|", "|", "999999", "-3", "sum", "take", "else", "\n", "#", "sort", "reverse", "max", "99999999999"];
        for (int i = 0; i < 20_000; i++)
        {
            string code = string.Join(' ', Enumerable.Range(0, random.Next(20)).Select(_ => Names.Pick(random, words)));
            ImmutableArray<int> list = [.. Enumerable.Range(0, random.Next(66)).Select(_ => random.Next(2_000_001) - 1_000_000)];
            PipelineProgram.Read(code, out _)?.Run(list).Numbers.ShouldAllBe(x => Math.Abs(x) <= PipelineProgram.LargestNumber);
        }
    }

    [Fact]
    public void Programs_are_written_as_they_are_read()
    {
        for (int i = 0; i < 500; i++)
        {
            var program = ProgramTasks.Create(new(1, "write", i), Part.Seen).Solution;
            PipelineProgram.Read(program.ToString(), out _)!.Steps.ShouldBe(program.Steps);
        }
    }

    [Theory]
    [InlineData("3 8 -> 8 -> 16", "keep even | double", "All passed.")]
    [InlineData("3 8 -> 8\nempty -> 0", "keep even | max", "1 of 2 passed. empty gave error, expected 0.")]
    [InlineData("[1, 2] -> [2]", "keep odd", "0 of 1 passed. 1 2 gave 1, expected 2.")]
    [InlineData("no idea", "sum", "No test could be read.")]
    [InlineData("1 -> 1", "summ", "Error: unknown step \"summ\".")]
    public void Outcomes_are_told_tersely(string tests, string code, string expected) => PipelineTests.Read(tests).Report(code).ShouldBe(expected);

    [Fact]
    public void Hidden_tests_accept_the_solution_and_tell_misreadings()
    {
        int wrong = 0, told = 0;
        for (int i = 0; i < 300; i++)
        {
            var random = new SeededRandom(2, "hidden", i);
            var task = ProgramTasks.Create(random, Part.Seen);
            var hidden = task.CreateTests(random, 6);
            hidden.Pass(task.Solution.ToString()).ShouldBeTrue();
            hidden.Examples.Length.ShouldBeInRange(4, 14);
            if (task.Limit is null)
                continue;
            wrong++;
            told += hidden.Pass(task.Program(true, !task.LimitCounts, true).ToString()) ? 0 : 1;
        }

        (told / (double)wrong).ShouldBeGreaterThan(0.9);
    }
}
