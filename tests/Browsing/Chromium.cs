using Microsoft.Playwright;

namespace Browsing;

/// <summary>Debian's Chromium, for the projects that test pages; each compiles it in.</summary>
public sealed class Chromium : IAsyncLifetime
{
    // A busy machine takes its time.
    private const float MostMilliseconds = 120_000;

    private static readonly string[] s_names = ["chromium", "chromium-browser", "google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        string path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => s_names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("Chromium is missing, in which the pages are tested. Run web/install-prerequisites.sh, or install chromium.");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = path,
            Timeout = MostMilliseconds,
            // Its sandbox does not work as root.
            Args = Environment.IsPrivilegedProcess ? ["--no-sandbox"] : [],
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>Opens a page, 900 pixels high.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="isAllowed">Which addresses it may ask for.</param>
    /// <param name="options">How wide it is, among others.</param>
    internal async Task<OpenPage> OpenAsync(string address, Func<string, bool> isAllowed, BrowserNewContextOptions options)
    {
        var context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(MostMilliseconds);
        var opened = new OpenPage(context, await context.NewPageAsync(), isAllowed);
        await opened.Page.GotoAsync(address);
        return opened;
    }
}
