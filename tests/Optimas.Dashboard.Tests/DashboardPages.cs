using Browsing;
using Microsoft.Playwright;

namespace Optimas.Dashboard.Tests;

/// <summary>A dashboard in the browser.</summary>
internal static class DashboardPages
{
    /// <summary>Opens a page of a dashboard, which may ask for nothing of another server.</summary>
    /// <param name="browser">The browser.</param>
    /// <param name="server">The dashboard.</param>
    /// <param name="address">What stands after #.</param>
    /// <param name="scheme">Light or dark.</param>
    /// <param name="width">Pixels.</param>
    public static Task<OpenPage> OpenAsync(
        this Chromium browser, DashboardServer server, string address = "", ColorScheme scheme = ColorScheme.Light, int width = 1280) =>
        browser.OpenAsync(
            Address(server.Address, address),
            asked => asked.StartsWith($"{server.Address}", StringComparison.Ordinal),
            new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme });

    /// <summary>Goes to another page of the same dashboard.</summary>
    public static Task GoAsync(this OpenPage opened, string address) => opened.Page.GotoAsync(Address(new(new Uri(opened.Page.Url), "/"), address));

    /// <summary>What has the focus: its key, or its text.</summary>
    public static Task<string> FocusAsync(this OpenPage opened) =>
        opened.Page.EvaluateAsync<string>("() => document.activeElement.dataset.key ?? document.activeElement.textContent");

    private static string Address(Uri server, string address) => $"{server}{(address.Length == 0 ? "" : $"#/{address}")}";
}
