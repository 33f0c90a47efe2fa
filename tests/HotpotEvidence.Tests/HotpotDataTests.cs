namespace HotpotEvidence.Tests;

public sealed class HotpotDataTests : IDisposable
{
    private const string Good =
        """{"id":"q1","question":"Who built the mill?","supporting_facts":[["Mill",0],["Orla",1],["Mill",2]],"context":[["Mill",["The mill is old."," Orla built it."]],["Orla",["Orla was a smith."]]]}""";

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task Questions_and_passages_are_read()
    {
        await File.WriteAllTextAsync(_file, Good + "\n\n");

        var question = (await HotpotData.ReadQuestionsAsync(_file, default)).ShouldHaveSingleItem();
        question.Id.ShouldBe("q1");
        question.Label.ShouldBe(["Mill", "Orla"]);
        var passages = await HotpotData.ReadPassagesAsync([_file, _file], default);
        passages.ShouldBe([new("Mill", "The mill is old. Orla built it."), new("Orla", "Orla was a smith.")]);
    }

    [Fact]
    public async Task Which_question_a_paragraph_came_with_leaves_no_trace()
    {
        const string Other =
            """{"id":"q0","question":"Who was Orla?","supporting_facts":[["Orla",0]],"context":[["Orla",["Orla was a smith."]],["Bell",["A bell."]]]}""";
        await File.WriteAllTextAsync(_file, $"{Good}\n{Other}\n");
        var one = await HotpotData.ReadPassagesAsync([_file], default);
        await File.WriteAllTextAsync(_file, $"{Other}\n{Good}\n");

        (await HotpotData.ReadPassagesAsync([_file], default)).ShouldBe(one);
        one.Select(p => p.Title).ShouldBe(["Bell", "Mill", "Orla"]);
    }

    [Theory]
    [InlineData("not json", "line 2")]
    [InlineData("[1]", "line 2")]
    [InlineData("""{"id":"q2","supporting_facts":[["A",0]],"context":[]}""", "question")]
    [InlineData("""{"id":"q2","question":"?","supporting_facts":[["A",0]],"context":[]}""", "question")]
    [InlineData("""{"id":"q2","question":"Who?","supporting_facts":[],"context":[]}""", "supporting_facts")]
    [InlineData("""{"id":"q2","question":"Who?","supporting_facts":"A","context":[]}""", "supporting_facts")]
    public async Task A_bad_line_is_named(string line, string named)
    {
        await File.WriteAllTextAsync(_file, $"{Good}\n{line}\n");

        var failure = await Should.ThrowAsync<InvalidDataException>(() => HotpotData.ReadQuestionsAsync(_file, default));
        failure.Message.ShouldContain($"{_file}, line 2");
        failure.Message.ShouldContain(named);
    }

    [Fact]
    public async Task A_question_without_paragraphs_is_named()
    {
        await File.WriteAllTextAsync(_file, """{"id":"q2","question":"Who?","supporting_facts":[["A",0]]}""");

        (await Should.ThrowAsync<InvalidDataException>(() => HotpotData.ReadPassagesAsync([_file], default))).Message.ShouldContain("context");
    }
}
