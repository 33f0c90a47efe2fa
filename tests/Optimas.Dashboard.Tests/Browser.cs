using Microsoft.Playwright;

namespace Optimas.Dashboard.Tests;

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

    /// <summary>Opens a page of a dashboard.</summary>
    /// <param name="server">The dashboard.</param>
    /// <param name="address">What stands after #.</param>
    internal async Task<OpenPage> OpenAsync(DashboardServer server, string address = "", ColorScheme scheme = ColorScheme.Light, int width = 1280)
    {
        var context = await _browser!.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme });
        // The machine may be busy with other tests.
        context.SetDefaultTimeout(60_000);
        var opened = new OpenPage(context, await context.NewPageAsync(), server.Address);
        await opened.GoAsync(address);
        return opened;
    }
}

/// <summary>A page with what it complained of and what it asked for.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly Uri _server;

    public OpenPage(IBrowserContext context, IPage page, Uri server)
    {
        _context = context;
        _server = server;
        Page = page;
        page.Console += (_, message) => Add(message.Type is "error" or "warning" ? message.Text : null);
        page.PageError += (_, error) => Add(error);
        page.Dialog += (_, dialog) =>
        {
            Add($"a dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
        page.Request += (_, request) => Add(request.Url.StartsWith(server.ToString(), StringComparison.Ordinal) ? null : $"asked for {request.Url}");
    }

    public IPage Page { get; }

    /// <summary>Errors, warnings, dialogs, and requests to any other server.</summary>
    public List<string> Complaints { get; } = [];

    public Task GoAsync(string address) => Page.GotoAsync($"{_server}{(address.Length == 0 ? "" : $"#/{address}")}");

    public Task<string> FocusAsync() => Page.EvaluateAsync<string>("() => document.activeElement.dataset.key ?? document.activeElement.textContent");

    public async Task ScreenshotAsync(string name)
    {
        string folder = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
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
