using Microsoft.Playwright;

namespace Browsing;

/// <summary>A page with what it complained of and what it asked for.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    public OpenPage(IBrowserContext context, IPage page, Func<string, bool> isAllowed)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) => Add(message.Type is "error" or "warning" ? message.Text : null);
        page.PageError += (_, error) => Add(error);
        page.Dialog += (_, dialog) =>
        {
            Add($"a dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
        page.Request += (_, request) => Add(isAllowed(request.Url) ? null : $"asked for {request.Url}");
    }

    public IPage Page { get; }

    /// <summary>Errors, warnings, dialogs, and requests for what it may not ask for.</summary>
    public List<string> Complaints { get; } = [];

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
