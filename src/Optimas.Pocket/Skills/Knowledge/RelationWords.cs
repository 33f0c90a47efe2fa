namespace Optimas.Pocket;

/// <summary>How texts and queries put relations into words.</summary>
internal static class RelationWords
{
    public const string Drug = "drug", Gene = "gene/protein", Disease = "disease", Pathway = "pathway", Effect = "effect/phenotype";

    /// <summary>As a text says it of an entity: <c>is used for Velmide fever</c>.</summary>
    public static string Say(string type, Relation relation) => Options(type, relation)[0];

    /// <summary>As a query may ask for it.</summary>
    public static string Ask(SeededRandom random, string type, Relation relation) => Names.Pick(random, Options(type, relation));

    /// <summary>How a query may name a type.</summary>
    public static string[] Types(string type) => type switch
    {
        Drug => ["drug", "medicine", "medication"],
        Gene => ["gene", "protein", "gene or protein"],
        _ => ["disease", "illness", "condition"],
    };

    private static string[] Options(string type, Relation relation) => (type, relation.Kind) switch
    {
        (Drug, "indication") => [$"is used for {relation.Name}", $"treats {relation.Name}", $"helps in {relation.Name}"],
        (Drug, "contraindication") => [$"should be avoided in {relation.Name}", $"must not be given in {relation.Name}"],
        (Drug, "target") => [$"targets {relation.Name}", $"acts on {relation.Name}"],
        (Drug, "side effect") => [$"may cause {relation.Name}", $"has {relation.Name} as a side effect"],
        (Gene, "target") => [$"is a target of {relation.Name}", $"is acted on by {relation.Name}"],
        (Gene, "associated with") => [$"is associated with {relation.Name}", $"is linked to {relation.Name}"],
        (Gene, "interacts with") => [$"takes part in {relation.Name}", $"interacts with {relation.Name}"],
        (Disease, "indication") => [$"is treated with {relation.Name}", $"can be helped by {relation.Name}"],
        (Disease, "contraindication") => [$"rules out {relation.Name}", $"forbids {relation.Name}"],
        (Disease, "associated with") => [$"is associated with {relation.Name}", $"is linked to {relation.Name}"],
        (Disease, "phenotype present") => [$"comes with {relation.Name}", $"shows {relation.Name}"],
        _ => [$"has to do with {relation.Name}"],
    };
}
