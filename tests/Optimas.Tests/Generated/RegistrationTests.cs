using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Optimas.Tests.Systems;

namespace Optimas.Tests.Generated;

/// <summary>The generated registration with a service collection.</summary>
public sealed class RegistrationTests
{
    [Fact]
    public async Task A_registered_system_gets_its_services()
    {
        await using var provider = new ServiceCollection()
            .AddSingleton<IChatClient>(TraceTests.Librarian())
            .AddSingleton<IShelf, Shelf>()
            .AddLibrary()
            .BuildServiceProvider(validateScopes: true);
        (await provider.GetRequiredService<Library>().RunAsync(new("q"))).ShouldStartWith("yes");
    }

    [Fact]
    public void The_default_configuration_is_registered_unless_another_one_is()
    {
        using var defaults = new ServiceCollection().AddLibrary().AddOptions().BuildServiceProvider();
        defaults.GetRequiredService<IOptions<Library.Configuration>>().Value.ShouldBeSameAs(Library.Configuration.Default);

        var mine = Library.Configuration.Default with { Books = new() { Count = 3 } };
        using var before = new ServiceCollection().AddSingleton(Options.Create(mine)).AddLibrary().BuildServiceProvider();
        before.GetRequiredService<IOptions<Library.Configuration>>().Value.ShouldBeSameAs(mine);
        using var after = new ServiceCollection().AddLibrary().AddSingleton(Options.Create(mine)).BuildServiceProvider();
        after.GetRequiredService<IOptions<Library.Configuration>>().Value.ShouldBeSameAs(mine);
    }

    [Fact]
    public async Task Several_chat_clients_are_asked_for_by_the_names_of_their_parameters()
    {
        await using var provider = new ServiceCollection()
            .AddKeyedSingleton<IChatClient>("fast", ScriptedChat.Replies("from fast"))
            .AddKeyedSingleton<IChatClient>("strong", ScriptedChat.Replies("from strong"))
            .AddTwoClients()
            .BuildServiceProvider();
        (await provider.GetRequiredService<TwoClients>().RunAsync("q")).ShouldBe(new("from fast", "from strong"));
    }

    [Fact]
    public async Task Keys_and_default_values_of_the_constructor_are_kept()
    {
        await using var provider = new ServiceCollection()
            .AddKeyedSingleton<IChatClient>("mine", ScriptedChat.Replies("""{"verdict":"good","score":0.5}"""))
            .AddRated()
            .BuildServiceProvider();
        (await provider.GetRequiredService<Rated>().RunAsync("q")).ShouldBe("good 0.5 3 none");
    }

    [Fact]
    public async Task A_struct_and_a_system_in_a_generic_type_can_be_registered()
    {
        await using var provider = new ServiceCollection()
            .AddSingleton(new ForkScript())
            .AddForked()
            .AddContainerNested<object, int>()
            .BuildServiceProvider();
        (await provider.GetRequiredService<Forked>().RunAsync(new("a", 0))).Left.ShouldBe("aL");
        (await provider.GetRequiredService<Container<object>.Nested<int>>().RunAsync("a")).ShouldStartWith("1 ");
    }
}

public sealed record Replies(string Draft, string Final);

/// <summary>Two prompted components, each with a chat client of its own.</summary>
[CompoundSystem<string, Replies>]
public sealed partial class TwoClients(IChatClient fast, IChatClient strong)
{
    [Component, Prompt("Draft.", Client = nameof(fast))]
    private partial Task<string> Draft(string input, CancellationToken ct);

    [Component, Prompt("Finish.", Client = nameof(strong))]
    private partial Task<string> Final(string draft, CancellationToken ct);
}

/// <summary>A prompted component that gives a named tuple, over a keyed client and with constructor parameters that no service is for.</summary>
[CompoundSystem<string, string>(Output = nameof(Shown))]
public sealed partial class Rated([FromKeyedServices("mine")] IChatClient chat, int retries = 3, string name = "none", double? limit = null)
{
    [Component, Prompt("Rate.")]
    private partial Task<(string Verdict, double Score)> Rating(string input, CancellationToken ct);

    [Component]
    private string Shown(string verdict, double score) => FormattableString.Invariant($"{verdict} {score} {retries} {name}{limit}");
}
