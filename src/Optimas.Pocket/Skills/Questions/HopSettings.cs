using System.Collections.Immutable;

namespace Optimas.Pocket;

/// <summary>Ways in which a component upstream may have replied.</summary>
internal static class HopSettings
{
    /// <summary>A behaviour for each dimension, rare ones about as often as usual ones: optimization moves on from the defaults.</summary>
    public static ImmutableArray<int> DrawSetting(this ComponentSkill skill, SeededRandom random) =>
        [.. skill.Dimensions.Select(d => random.NextIndex([.. d.Behaviours.Select(b => Math.Sqrt(b.Share))]))];
}
