using Optimas.Tests.Systems;

namespace Optimas.Tests.Configuration;

public sealed class ConfigurationTests
{
    [Fact]
    public void A_difference_lists_fields_in_the_order_of_the_graph()
    {
        var start = Tuning.System().Default;
        var end = start.With("Answer.Model", "large").With("Words.Count", 8);

        start.Diff(end).Select(c => c.ToString()).ShouldBe(["Words.Count: 1 → 8", "Answer.Model: \"small\" → \"large\""]);
        end.Diff(start).Select(c => c.ToString()).ShouldBe(["Words.Count: 8 → 1", "Answer.Model: \"large\" → \"small\""]);
        start.Diff(start.With("Words.Count", 1)).ShouldBeEmpty();
        end.With("Answer.Model", "small").With("Words.Count", 1).ShouldBe(start);
    }

    [Fact]
    public async Task Saving_replaces_a_file_as_a_whole()
    {
        var system = Tuning.System();
        var folder = Directory.CreateTempSubdirectory("optimas-");
        try
        {
            string path = Path.Combine(folder.FullName, "configuration.json");
            await File.WriteAllTextAsync(path, new string('x', 100_000));
            using var reader = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

            await system.Default.With("Words.Count", 8).SaveAsync(path);

            ConfigurationJson.Read(await File.ReadAllTextAsync(path), system.Default)["Words.Count"].ShouldBe(8);
            reader.Length.ShouldBe(100_000, "whoever had the old file open still reads the old file");
            Directory.GetFiles(folder.FullName).ShouldBe([path]);
            await Should.ThrowAsync<OperationCanceledException>(() => system.Default.SaveAsync(path, new(canceled: true)));
            ConfigurationJson.Read(await File.ReadAllTextAsync(path), system.Default)["Words.Count"].ShouldBe(8);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Saving_to_a_folder_that_does_not_exist_says_so()
    {
        string path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString(), "configuration.json");

        await Should.ThrowAsync<DirectoryNotFoundException>(() => Tuning.System().Default.SaveAsync(path));
    }
}
