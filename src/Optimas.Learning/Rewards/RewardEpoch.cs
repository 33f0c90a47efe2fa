namespace Optimas.Learning;

/// <summary>What one pass over the evidence did.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Loss">The mean ranking loss per component while it was learned from; log 2 is that of a coin.</param>
/// <param name="HeldOutLoss">The mean loss on the held-out examples afterwards; null where none are held out.</param>
/// <param name="IsBest">Whether the weights are the best so far.</param>
public sealed record RewardEpoch(int Number, double Loss, double? HeldOutLoss, bool IsBest);
