using Browsing;
using Microsoft.Playwright;

namespace Optimas.Reports.Tests;

/// <summary>Reports in the browser.</summary>
internal static class ReportPages
{
    /// <summary>Opens a report, and waits until its script has drawn it.</summary>
    public static async Task<OpenPage> OpenAsync(
        this Chromium browser, string file, int width = 1200, ColorScheme scheme = ColorScheme.Light, bool javaScript = true)
    {
        string address = new Uri(file).AbsoluteUri;
        var opened = await browser.OpenAsync(
            address,
            asked => asked == address || asked.StartsWith("data:", StringComparison.Ordinal),
            new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme, JavaScriptEnabled = javaScript });
        if (javaScript)
            await opened.Page.WaitForSelectorAsync("html[data-filled]", new() { State = WaitForSelectorState.Attached });
        return opened;
    }
}
