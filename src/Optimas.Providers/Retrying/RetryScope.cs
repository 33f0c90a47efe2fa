namespace Optimas.Providers;

/// <summary>Tells a client that retries by itself that a retrying one is around it: retries of retries would multiply.</summary>
internal static class RetryScope
{
    private static readonly AsyncLocal<bool> s_active = new();

    /// <summary>Whether someone further out retries the current call. Set it in an async method: it ends with that method.</summary>
    public static bool IsActive
    {
        get => s_active.Value;
        set => s_active.Value = value;
    }
}
