namespace Optimas;

/// <summary>The plan can't fit the budget. Nothing was run.</summary>
/// <param name="message">What the plan needs at least, and what the budget holds.</param>
public sealed class BudgetException(string message) : Exception(message);
