using Optimas.Storage;

namespace Optimas.Reports.Tests;

/// <summary>How the page's file is written.</summary>
public sealed class RunReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_earlier_page_stays_where_the_new_one_is_not_finished()
    {
        var reader = await RecordedRun.InterruptAsync(_folder.Store, 3);
        string run = reader.Runs(default).Single().Id, file = _folder.File("new/folder/report.html");
        await RunReport.WriteAsync(reader, run, file, default);
        string first = await File.ReadAllTextAsync(file);

        await Should.ThrowAsync<OperationCanceledException>(() => RunReport.WriteAsync(reader, run, file, new(canceled: true)));
        await Should.ThrowAsync<RunStoreException>(() => RunReport.WriteAsync(reader, "nothing", file, default));
        (await File.ReadAllTextAsync(file)).ShouldBe(first);
        await RunReport.WriteAsync(reader, run, file, default);
        (await File.ReadAllTextAsync(file)).ShouldBe(first, "the same run gives the same page");
        Directory.GetFiles(Path.GetDirectoryName(file)!).ShouldBe([file], "nothing else is left behind");
    }

    [Fact]
    public async Task A_folder_in_place_of_the_file_is_named()
    {
        var reader = await RecordedRun.InterruptAsync(_folder.Store, 3);
        string folder = Path.GetDirectoryName(_folder.Store)!;
        var error = await Should.ThrowAsync<IOException>(() => RunReport.WriteAsync(reader, reader.Runs(default).Single().Id, folder, default));
        error.Message.ShouldContain($"{folder}: that is a folder. Name a file");
    }

    [Fact]
    public async Task A_build_without_scripts_says_so_in_its_pages()
    {
        var reader = await RecordedRun.InterruptAsync(_folder.Store, 3);
        var report = ReportDocument.Read(reader, reader.Runs(default).Single().Id, default);
        string page = ReportPage.Write(report, new("", ""));
        page.ShouldContain("built without them (-p:OptimasWeb=none)");
        page.ShouldContain("Pipeline");
    }
}
