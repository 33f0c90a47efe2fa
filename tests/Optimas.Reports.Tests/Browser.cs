using Microsoft.Playwright;

namespace Optimas.Reports.Tests;

/// <summary>Debian's Chromium.</summary>
public sealed class Browser : IAsyncLifetime
{
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

    internal async Task<OpenPage> OpenAsync(
        string file, int width = 1200, ColorScheme scheme = ColorScheme.Light, bool javaScript = true)
    {
        var context = await _browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = scheme,
            JavaScriptEnabled = javaScript,
        });
        var page = await context.NewPageAsync();
        var opened = new OpenPage(context, page, new Uri(file).AbsoluteUri);
        await page.GotoAsync(opened.Address);
        if (javaScript)
            await page.WaitForSelectorAsync("html[data-filled]", new() { State = WaitForSelectorState.Attached });
        return opened;
    }
}

/// <summary>A page with what it complained of and what it asked for.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    public OpenPage(IBrowserContext context, IPage page, string address)
    {
        _context = context;
        Page = page;
        Address = address;
        page.Console += (_, message) => Add(message.Type is "error" or "warning" ? message.Text : null);
        page.PageError += (_, error) => Add(error);
        page.Dialog += (_, dialog) =>
        {
            Add($"a dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
        page.Request += (_, request) => Add(request.Url == address || request.Url.StartsWith("data:", StringComparison.Ordinal) ? null : $"asked for {request.Url}");
    }

    public IPage Page { get; }

    public string Address { get; }

    /// <summary>Errors, warnings, dialogs, and requests for anything but the page itself.</summary>
    public List<string> Complaints { get; } = [];

    public async Task ScreenshotAsync(string name)
    {
        string folder = AppContext.BaseDirectory;
        while (Path.GetFileName(folder) is not ("artifacts" or ""))
            folder = Path.GetDirectoryName(folder)!;
        await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, "screenshots", $"{name}.png"), FullPage = true });
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void Add(string? complaint)
    {
        if (complaint is not null)
        {
            lock (Complaints)
                Complaints.Add(complaint);
        }
    }
}
