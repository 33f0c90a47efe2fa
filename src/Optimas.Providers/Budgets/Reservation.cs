namespace Optimas.Providers;

/// <summary>What a budget sets aside for a call in progress.</summary>
/// <param name="Caller">Who calls.</param>
/// <param name="Model">The model; null where it is not known.</param>
/// <param name="Tokens">The tokens expected.</param>
/// <param name="Dollars">The dollars expected.</param>
/// <param name="TimeLeft">How long the call may take; null for no limit.</param>
internal sealed record Reservation(string Caller, string? Model, long Tokens, decimal Dollars, TimeSpan? TimeLeft);
