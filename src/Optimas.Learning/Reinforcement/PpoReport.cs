namespace Optimas.Learning;

/// <summary>What one iteration of a round of training did.</summary>
/// <param name="Component">The component whose policy is trained.</param>
/// <param name="Iteration">Which iteration of the round, from 0.</param>
/// <param name="Rollouts">How many rollouts it learned from.</param>
/// <param name="MeanReward">Their mean local reward, under the policy before the iteration.</param>
/// <param name="Steps">How many steps the optimizer made.</param>
/// <param name="Kl">How far the policy went from the one that collected, in nats per token or decision, when its last step began.</param>
/// <param name="KlToBase">How far it is from the frozen base; 0 where <see cref="PpoOptions.KlCoefficient"/> is 0, since the base isn't asked then.</param>
/// <param name="ClipFraction">On which share of tokens or decisions the ratio was clipped, over all steps.</param>
public sealed record PpoReport(
    string Component, int Iteration, int Rollouts, double MeanReward, int Steps, double Kl, double KlToBase, double ClipFraction);
