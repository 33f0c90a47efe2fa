namespace Optimas.Hosting.Tests;

/// <summary>What a user gets wrong: exit code 1 and one line that says what and where.</summary>
public sealed class ErrorTests : DataFolder
{
    [Fact]
    public async Task Missing_file() => (await HostRun.FailAsync("evaluate", "--data", At("nowhere.jsonl"))).ShouldContain("nowhere.jsonl");

    [Fact]
    public async Task Folder_in_place_of_a_file() => (await HostRun.FailAsync("evaluate", "--data", At(""))).ShouldContain(At("").TrimEnd('/'));

    [Fact]
    public async Task Missing_configuration() =>
        (await HostRun.FailAsync("evaluate", "--data", Train, "--config", At("nowhere.json"))).ShouldContain("nowhere.json");

    [Theory]
    [InlineData("{")]
    [InlineData("[1, 2]")]
    [InlineData("""{"input": {"text": "a"}}""")]
    [InlineData("""{"label": "a"}""")]
    [InlineData("""{"input": {"text": 3}, "label": "a"}""")]
    [InlineData("""{"input": "a", "label": "a"}""")]
    public async Task Malformed_line(string line)
    {
        string data = Write("bad.jsonl", Example("1", "a", "a") + "\n" + line + "\n");

        (await HostRun.FailAsync("evaluate", "--data", data)).ShouldStartWith($"{data}, line 3: ");
    }

    [Fact]
    public async Task Empty_data() => (await HostRun.FailAsync("evaluate", "--data", Write("empty.jsonl", "\n\n"))).ShouldContain("holds no examples");

    [Fact]
    public async Task Repeated_ids()
    {
        string data = Write("twice.jsonl", Example("1", "a", "a") + Example("1", "b", "b"));

        (await HostRun.FailAsync("optimize", "--train", data, "--validation", Validation)).ShouldContain("Two examples have the id 1");
    }

    [Theory]
    [InlineData("""{"system": "Whisperer", "components": {}}""", "Whisperer")]
    [InlineData("""{"system": "Shouter", "signature": {"Shout.Times": "int: 1, 2"}, "components": {}}""", "Shout.Times was int: 1, 2")]
    [InlineData("""{"components": {"Shout": {"Times": 4}}}""", "Shout.Times must be one of 1, 2, 3, but is 4")]
    [InlineData("""{"components": {"Shout": {"Volume": 4}}}""", "no field called Volume")]
    [InlineData("{}", "components")]
    [InlineData("not JSON", "not valid JSON")]
    public async Task Wrong_configuration(string json, string reason)
    {
        string config = Write("configuration.json", json);

        string message = await HostRun.FailAsync("evaluate", "--data", Train, "--config", config);

        message.ShouldStartWith(config);
        message.ShouldContain(reason);
    }

    [Fact]
    public async Task Budget_that_is_too_small()
    {
        string message = await HostRun.FailAsync("optimize", "--train", Train, "--validation", Validation, "--runs", "5", "--out", At("out"));

        message.ShouldContain("but the budget is 5");
        Directory.Exists(At("out")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("taken", "is a file")]
    [InlineData("folder", "is a folder")]
    public async Task No_place_for_the_result_is_said_before_anything_runs(string directory, string reason)
    {
        Write("taken", "");
        Directory.CreateDirectory(At("folder/configuration.json"));

        var run = await HostRun.RunAsync("optimize", "--train", Train, "--validation", Validation, "--out", At(directory));

        run.ExitCode.ShouldBe(1);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain(reason);
    }

    [Fact]
    public async Task Too_many_failures()
    {
        string data = Write("failing.jsonl", Example("1", "fail", "a") + Example("2", "b,fail", "b"));

        (await HostRun.FailAsync("evaluate", "--data", data)).ShouldContain("no such word");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("3")]
    [InlineData("{}")]
    [InlineData("{\"text\": null}")]
    public async Task Input_that_is_no_input(string json) => await HostRun.FailAsync("run", "--input", json);

    [Fact]
    public async Task Component_that_fails() =>
        (await HostRun.FailAsync("run", "--input", """{"text": "fail"}""")).ShouldContain("component Shout of Shouter failed: no such word");

    [Theory]
    [InlineData("'sing'", "sing")]
    [InlineData("--data", "evaluate")]
    [InlineData("--loud", "evaluate", "--data", "x", "--loud")]
    [InlineData("steam", "optimize", "--train", "x", "--validation", "y", "--engine", "steam")]
    [InlineData("--runs must be 1 or larger, but is -5.", "optimize", "--train", "x", "--validation", "y", "--runs", "-5")]
    [InlineData("many is not a number", "optimize", "--train", "x", "--validation", "y", "--runs", "many")]
    [InlineData("1,5 is not a number", "optimize", "--train", "x", "--validation", "y", "--runs", "1,5")]
    [InlineData("--runs must be 1 or larger, but is NaN.", "optimize", "--train", "x", "--validation", "y", "--runs", "NaN")]
    [InlineData("'many'", "evaluate", "--data", "x", "--parallelism", "many")]
    [InlineData("--engine must be one of Racing, Paper, but is 7.", "optimize", "--train", "x", "--validation", "y", "--engine", "7")]
    [InlineData("--control must be one of None,", "optimize", "--train", "x", "--validation", "y", "--control", "7")]
    [InlineData("--deciding-examples must be 2 or larger, but is 1.", "optimize", "--train", "x", "--validation", "y", "--deciding-examples", "1")]
    [InlineData("--parallelism must be 1 or larger, but is 0.", "evaluate", "--data", "x", "--parallelism", "0")]
    public async Task Wrong_command_line(string message, params string[] args)
    {
        var run = await HostRun.RunAsync(args);

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain(message);
    }

    [Theory]
    [InlineData("run", "--input", """{"text": "wait"}""")]
    [InlineData("evaluate", "--data", "wait.jsonl")]
    [InlineData("optimize", "--train", "wait.jsonl", "--validation", "wait.jsonl")]
    [InlineData("alignment", "--data", "wait.jsonl")]
    public async Task Cancelled(params string[] args)
    {
        string data = Write("wait.jsonl", string.Concat(Enumerable.Range(0, 24).Select(i => Example($"{i}", "wait", "a"))));
        using var cancelling = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        var run = await HostRun.RunAsync([.. args.Select(a => a == "wait.jsonl" ? data : a)], null, cancelling.Token);

        run.ExitCode.ShouldBe(130, run.Error);
        run.Error.ShouldBe("cancelled\n");
    }
}
