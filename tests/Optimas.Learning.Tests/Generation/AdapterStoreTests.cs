using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning.Tests.Generation;

public sealed class AdapterStoreTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public async Task InitializeAsync()
    {
        using var store = Store();
        foreach (string name in (string[])["one", "two", "three"])
        {
            using var adapter = LoraAdapter.Create(new() { Rank = 2, Alpha = 4 }, TinyModels.Config, CPU, name.Length);
            await store.SaveAsync(name, adapter, default);
        }
    }

    [Fact]
    public void Only_the_adapters_asked_for_last_stay_in_memory()
    {
        using var store = Store(mostLoaded: 2);
        LoraAdapter one = store.Get("one"), two = store.Get("two");
        store.Get("one").ShouldBeSameAs(one);
        store.Get("three");
        store.Get("one").ShouldBeSameAs(one);
        store.Get("two").ShouldNotBeSameAs(two);
        IsAlive(two).ShouldBeTrue("someone may write with it still");
    }

    [Fact]
    public void What_is_discarded_can_be_used_to_the_end_of_a_text()
    {
        using var store = Store();
        var one = store.Get("one");
        store.Discard("one");
        IsAlive(one).ShouldBeTrue();
        Should.Throw<CheckpointException>(() => store.Get("one")).Message.ShouldContain("no adapter called one");
    }

    [Fact]
    public void A_disposed_store_loads_nothing()
    {
        var store = Store();
        var one = store.Get("one");
        store.Dispose();
        IsAlive(one).ShouldBeFalse();
        Should.Throw<ObjectDisposedException>(() => store.Get("one"));
    }

    [Fact]
    public void At_least_one_adapter_stays_in_memory() => Should.Throw<ArgumentOutOfRangeException>(() => Store(mostLoaded: 0));

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    private AdapterStore Store(int mostLoaded = 16) => new(_folder, TinyModels.Config, CPU) { MostLoaded = mostLoaded };

    private static bool IsAlive(LoraAdapter adapter) => adapter.NamedParameters().All(p => !p.Parameter.IsInvalid);
}
