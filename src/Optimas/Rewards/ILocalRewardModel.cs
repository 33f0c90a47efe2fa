namespace Optimas;

/// <summary>
/// Trains the local rewards of a system: a backbone φ and a head h_k per component (OPTIMAS, section 4). Not safe for concurrent training;
/// the rewards that it hands out are frozen and stay as they are when training goes on.
/// </summary>
public interface ILocalRewardModel
{
    /// <summary>Stage 1: trains every component's head anew on offline evidence, to convergence on held-out pairs.</summary>
    /// <param name="pairs">D_k of every component, in one list.</param>
    /// <param name="targets">What other executed trajectories say; may be empty.</param>
    /// <param name="cancellationToken">Ends the training; the model keeps what it had.</param>
    Task<RewardFit> FitAsync(
        IReadOnlyList<PreferencePair> pairs, IReadOnlyList<PointwiseTarget> targets, CancellationToken cancellationToken);

    /// <summary>Stage 2: adapts one component's head to the system as it is now, from where it stands.</summary>
    /// <param name="component">k. Evidence on other components is an error.</param>
    /// <param name="fresh">Pairs collected under the current configuration.</param>
    /// <param name="replayed">Earlier pairs, out of a <see cref="ReplayBuffer"/>; may be empty.</param>
    /// <param name="targets">What other executed trajectories say; may be empty.</param>
    /// <param name="cancellationToken">Ends the training; the model keeps what it had.</param>
    Task<ComponentFit> AdaptAsync(
        int component,
        IReadOnlyList<PreferencePair> fresh,
        IReadOnlyList<PreferencePair> replayed,
        IReadOnlyList<PointwiseTarget> targets,
        CancellationToken cancellationToken);

    /// <summary>
    /// A component's reward as it stands, frozen; null while the head abstains for want of evidence. A head that ranks no better than chance
    /// does not abstain here: calibration has made it nearly flat, and what it prefers still has to win on the global reward.
    /// <see cref="AlignmentStudy"/> is stricter and reports such a head as abstaining.
    /// </summary>
    ILocalReward? Reward(int component);

    /// <summary>Writes everything that training goes on from.</summary>
    Task SaveAsync(Stream destination, CancellationToken cancellationToken);

    /// <summary>Goes back to what <see cref="SaveAsync"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The content is damaged, or belongs to a model with other options.</exception>
    Task LoadAsync(Stream source, CancellationToken cancellationToken);
}
