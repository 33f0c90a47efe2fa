using Optimas.Tests.Generated;

namespace Optimas.Tests.Configuration;

/// <summary>A configuration file that changes under a running program.</summary>
public sealed class ConfigurationFileTests : IDisposable
{
    private static readonly Library.Configuration s_one = Library.Configuration.Default with { Books = new() { Count = 1 } };
    private static readonly Library.Configuration s_three = Library.Configuration.Default with { Books = new() { Count = 3 } };

    private readonly ScratchFolder _folder = new();

    private string File => _folder.At("configuration.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_that_is_replaced_is_in_force()
    {
        await s_one.SaveAsync(File);
        using var file = Open();
        file.Current.ShouldBe(s_one);
        var heard = new List<Library.Configuration>();
        using (file.OnChange(c =>
        {
            file.Current.ShouldBe(c);
            lock (heard)
                heard.Add(c);
        }))
        {
            await s_three.SaveAsync(File, ProvenanceTests.Full, default);
            await UntilAsync(() => file.Current == s_three);
            await UntilAsync(() => Heard() == 1);
        }

        await s_one.SaveAsync(File);
        await UntilAsync(() => file.Current == s_one);
        file.Error.ShouldBeNull();
        Heard().ShouldBe(1, "the listening has ended");

        int Heard()
        {
            lock (heard)
                return heard.Count;
        }
    }

    [Fact]
    public async Task A_file_that_is_written_in_pieces_is_in_force_once_it_is_whole()
    {
        await s_one.SaveAsync(File);
        using var file = Open();
        string json = s_three.ToJson();

        await using (var writing = new FileStream(File, FileMode.Create, FileAccess.Write, FileShare.ReadWrite))
        await using (var writer = new StreamWriter(writing) { AutoFlush = true })
        {
            await writer.WriteAsync(json[..(json.Length / 2)]);
            await UntilAsync(() => file.Error is not null);
            file.Current.ShouldBe(s_one, "half a file changes nothing");
            file.Error!.Message.ShouldContain(File);
            file.Error.Message.ShouldContain("not valid JSON");
            await writer.WriteAsync(json[(json.Length / 2)..]);
        }

        await UntilAsync(() => file.Current == s_three);
        file.Error.ShouldBeNull();
    }

    [Fact]
    public async Task A_bad_file_or_none_leaves_the_last_good_configuration_and_says_why()
    {
        await s_one.SaveAsync(File);
        using var file = Open();
        var failures = new List<string>();
        file.Failed += e =>
        {
            lock (failures)
                failures.Add(e.Message);
        };

        await System.IO.File.WriteAllTextAsync(File, """{ "components": { "Books": { "Count": 9 } } }""");
        await UntilAsync(() => file.Error?.Message.Contains("Books.Count must be one of 1, 2, 3, but is 9", StringComparison.Ordinal) == true);
        file.Reload().ShouldBeFalse();
        System.IO.File.Delete(File);
        await UntilAsync(() => file.Error?.Message.Contains("there is no such file", StringComparison.Ordinal) == true);
        file.Current.ShouldBe(s_one);
        lock (failures)
            failures.Count(f => f.Contains("but is 9", StringComparison.Ordinal)).ShouldBe(1, "the same content is complained about once");

        await s_three.SaveAsync(File);
        await UntilAsync(() => file.Current == s_three);
        file.Error.ShouldBeNull();
    }

    [Fact]
    public async Task A_link_into_a_folder_that_is_replaced_is_followed()
    {
        // As Kubernetes mounts: configuration.json -> ..data/configuration.json, and ..data -> a folder that is new with each version.
        foreach (var (version, configuration) in new[] { ("v1", s_one), ("v2", s_three) })
        {
            Directory.CreateDirectory(_folder.At(version));
            await configuration.SaveAsync(Path.Combine(_folder.At(version), "configuration.json"));
        }

        Directory.CreateSymbolicLink(_folder.At("..data"), "v1");
        System.IO.File.CreateSymbolicLink(File, Path.Combine("..data", "configuration.json"));
        using var file = Open();
        file.Current.ShouldBe(s_one);

        Directory.CreateSymbolicLink(_folder.At("..new"), "v2");
        // .NET does not rename over a link to a folder.
        using (var renaming = System.Diagnostics.Process.Start("mv", ["-T", _folder.At("..new"), _folder.At("..data")]))
            await renaming.WaitForExitAsync();

        await UntilAsync(() => file.Current == s_three);
    }

    [Fact]
    public async Task A_listener_that_fails_is_reported_and_the_others_are_told()
    {
        await s_one.SaveAsync(File);
        using var file = Open();
        var failed = new TaskCompletionSource<ConfigurationException>();
        var told = new TaskCompletionSource<Library.Configuration>();
        file.Failed += _ => throw new InvalidOperationException("nor here");
        file.Failed += e => failed.TrySetResult(e);
        using var first = file.OnChange(_ => throw new InvalidOperationException("no room"));
        using var second = file.OnChange(told.SetResult);

        await s_three.SaveAsync(File);

        (await failed.Task.WaitAsync(TimeSpan.FromSeconds(60))).Message.ShouldContain("a listener of its changes failed: no room");
        (await told.Task.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBe(s_three);
    }

    [Fact]
    public async Task Reading_now_needs_no_notice()
    {
        await s_one.SaveAsync(File);
        using var file = Open();
        await s_three.SaveAsync(File);

        file.Reload().ShouldBeTrue();

        file.Current.ShouldBe(s_three);
    }

    [Fact]
    public async Task A_file_that_says_the_same_in_other_words_changes_nothing()
    {
        await s_one.SaveAsync(File);
        using var file = Open();
        var before = file.Current;
        int changes = 0;
        using var listening = file.OnChange(_ => changes++);
        await s_one.SaveAsync(File, ProvenanceTests.Full, default);

        file.Reload().ShouldBeTrue();

        file.Current.ShouldBeSameAs(before);
        changes.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_no_configuration_at_the_start_is_an_error()
    {
        Should.Throw<ConfigurationException>(Open).Message.ShouldBe($"{File}: there is no such file.");
        Should.Throw<ConfigurationException>(() => new ConfigurationFile<Library.Configuration>(_folder.At("no/configuration.json"), Library.Configuration.Default))
            .Message.ShouldContain("there is no folder");
        await Plain.Configuration.Default.SaveAsync(File);
        Should.Throw<ConfigurationException>(Open).Message.ShouldContain("made for Plain, not for Library");
    }

    [Fact]
    public async Task Nothing_is_read_after_the_end()
    {
        await s_one.SaveAsync(File);
        var file = Open();
        file.Dispose();
        await s_three.SaveAsync(File);

        file.Reload().ShouldBeTrue();

        file.Current.ShouldBe(s_one);
        file.Dispose();
    }

    private ConfigurationFile<Library.Configuration> Open() => new(File, Library.Configuration.Default);

    internal static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
            await Task.Delay(5, limit.Token);
    }
}
