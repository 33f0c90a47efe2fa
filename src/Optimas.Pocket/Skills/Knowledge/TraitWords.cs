namespace Optimas.Pocket;

/// <summary>The traits that entities can have, and other words for them.</summary>
internal static class TraitWords
{
    private static readonly Dictionary<string, string[][]> s_slots = new()
    {
        [RelationWords.Drug] =
        [
            ["is taken by mouth", "is given by injection", "is rubbed on the skin", "is inhaled"],
            ["is made from moss", "is made from yeast", "is made from venom", "is made from coal"],
            ["acts within an hour", "acts for a week", "calms the nerves", "kills bacteria", "slows the heart"],
        ],
        [RelationWords.Gene] =
        [
            ["is active in the liver", "is active in the heart", "is active in the lung", "is active in the skin"],
            ["codes for an enzyme", "codes for a receptor", "codes for a hormone", "codes for a carrier"],
            ["lies on chromosome 3", "lies on chromosome 7", "lies on chromosome 11"],
        ],
        [RelationWords.Disease] =
        [
            ["begins in childhood", "begins in old age", "begins in winter", "begins after a bite"],
            ["affects the joints", "affects the lungs", "affects the eyes", "affects the kidneys"],
            ["is inherited", "is caused by a virus", "is caused by dust", "is caused by smoke"],
        ],
    };

    private static readonly Dictionary<string, string> s_others = new()
    {
        ["is taken by mouth"] = "can be swallowed",
        ["is given by injection"] = "needs a needle",
        ["is rubbed on the skin"] = "comes as a cream",
        ["is inhaled"] = "is breathed in",
        ["is made from moss"] = "comes from a plant",
        ["is made from yeast"] = "comes from a fungus",
        ["is made from venom"] = "comes from snakes",
        ["is made from coal"] = "comes from a mine",
        ["acts within an hour"] = "works fast",
        ["acts for a week"] = "works for days",
        ["calms the nerves"] = "makes people calm",
        ["kills bacteria"] = "is an antibiotic",
        ["slows the heart"] = "gives a lower pulse",
        ["is active in the liver"] = "works in liver cells",
        ["is active in the heart"] = "works in heart cells",
        ["is active in the lung"] = "works in lung cells",
        ["is active in the skin"] = "works in skin cells",
        ["codes for an enzyme"] = "makes an enzyme",
        ["codes for a receptor"] = "makes a receptor",
        ["codes for a hormone"] = "makes a hormone",
        ["codes for a carrier"] = "makes a carrier",
        ["begins in childhood"] = "starts in children",
        ["begins in old age"] = "starts in old people",
        ["begins in winter"] = "starts in the cold",
        ["begins after a bite"] = "starts with a tick",
        ["affects the joints"] = "makes joints stiff",
        ["affects the lungs"] = "makes breathing hard",
        ["affects the eyes"] = "makes people blind",
        ["affects the kidneys"] = "harms the kidneys",
        ["is inherited"] = "runs in families",
        ["is caused by a virus"] = "is viral",
    };

    /// <summary>The slots of a type, each with its values.</summary>
    public static string[][] Slots(string type) => s_slots.GetValueOrDefault(type) ?? [];

    /// <summary>As a query may ask for a trait: sometimes in other words, which no search by words finds.</summary>
    public static string Ask(SeededRandom random, string trait) =>
        random.NextDouble() < 0.25 && s_others.TryGetValue(trait, out string? other) ? other : trait;
}
