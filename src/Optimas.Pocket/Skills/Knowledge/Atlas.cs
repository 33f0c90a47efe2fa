using System.Collections.Immutable;

namespace Optimas.Pocket;

/// <summary>A made-up biomedical knowledge base: entities with texts and relations.</summary>
public sealed class Atlas
{
    private static readonly string[] s_starts =
    [
        "Mar", "Vel", "Tor", "Bren", "Kal", "Sil", "Dor", "Fen", "Gal", "Har", "Jor", "Lan", "Mel", "Nor", "Pel", "Quin", "Ros", "Sar", "Tam", "Vor", "Wil", "Yar", "Zan", "Ald",
    ];

    private static readonly string[] s_middles = ["a", "o", "i", "ex", "or", "en", "ul", "al", "im", "ed"];
    private static readonly string[] s_drugEnds = ["mab", "pril", "zole", "stat", "cillin", "dine", "xane", "vir"];
    private static readonly string[] s_geneEnds = ["ase", "actin", "globin", "kin", "lin", "por"];
    private static readonly string[] s_diseaseEnds = ["itis", "osis", "emia", "oma"];
    private static readonly string[] s_kinds = ["fever", "syndrome", "disease", "palsy"];
    private static readonly string[] s_pathwayKinds = ["cycle", "signaling", "pathway", "repair"];

    private static readonly string[] s_effects =
    [
        "drowsiness", "nausea", "dizziness", "dry mouth", "hair loss", "weight gain", "blurred vision", "insomnia", "skin rash", "muscle cramps", "joint pain", "night sweats",
    ];

    private readonly List<(int Head, string Kind, int Tail)> _edges = [];
    private ImmutableArray<Entity> _entities = [];

    private Atlas()
    {
    }

    /// <summary>The entities, by number.</summary>
    public IReadOnlyList<Entity> Entities => _entities;

    /// <summary>The relations, each once.</summary>
    public IReadOnlyList<(int Head, string Kind, int Tail)> Edges => _edges;

    /// <summary>A knowledge base.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="names">Which names to use.</param>
    /// <param name="drugs">How many drugs; the rest is in proportion.</param>
    public static Atlas Create(SeededRandom random, Part names, int drugs)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(drugs, 4);
        var atlas = new Atlas();
        var entities = new List<Entity>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        void Add(string type, int count, Func<SeededRandom, string> name)
        {
            for (int i = 0; i < count; i++)
            {
                string drawn;
                do
                    drawn = type == RelationWords.Effect ? name(random) : Names.Draw(random, names, name);
                while (!taken.Add(drawn));
                entities.Add(CreateEntity(random, entities.Count, drawn, type));
            }
        }

        int diseases = Math.Max(3, drugs / 5), genes = Math.Max(3, drugs / 3), pathways = Math.Max(2, drugs / 8), effects = Math.Min(s_effects.Length, Math.Max(3, drugs / 3));
        Add(RelationWords.Drug, drugs, r => Coin(r, s_drugEnds));
        Add(RelationWords.Gene, genes, r => $"{Coin(r, s_geneEnds)} {1 + r.Next(9)}");
        Add(RelationWords.Disease, diseases, r => $"{Coin(r, s_diseaseEnds)} {Names.Pick(r, s_kinds)}");
        Add(RelationWords.Pathway, pathways, r => $"{Coin(r, s_geneEnds)} {Names.Pick(r, s_pathwayKinds)}");
        Add(RelationWords.Effect, effects, r => Names.Pick(r, s_effects));
        int OfGenes() => drugs + random.Next(genes);
        int OfDiseases() => drugs + genes + random.Next(diseases);
        int OfEffects() => drugs + genes + diseases + pathways + random.Next(effects);
        for (int drug = 0; drug < drugs; drug++)
        {
            atlas.Relate(drug, "indication", OfDiseases());
            atlas.Relate(drug, "target", OfGenes());
            atlas.Relate(drug, "side effect", OfEffects());
            if (random.NextDouble() < 0.8)
                atlas.Relate(drug, "contraindication", OfDiseases());
            if (random.NextDouble() < 0.3)
                atlas.Relate(drug, "target", OfGenes());
        }

        for (int gene = drugs; gene < drugs + genes; gene++)
        {
            atlas.Relate(gene, "associated with", OfDiseases());
            atlas.Relate(gene, "interacts with", drugs + genes + diseases + random.Next(pathways));
            if (random.NextDouble() < 0.4)
                atlas.Relate(gene, "associated with", OfDiseases());
        }

        for (int disease = drugs + genes; disease < drugs + genes + diseases; disease++)
            atlas.Relate(disease, "phenotype present", OfEffects());
        atlas._entities = [.. entities.Select(e => atlas.Complete(random, entities, e))];
        return atlas;
    }

    /// <summary>A query that at least one entity fits and few do.</summary>
    /// <param name="random">Where chance comes from.</param>
    public EntityQuery CreateQuery(SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        while (true)
        {
            string type = Names.Pick(random, [RelationWords.Drug, RelationWords.Drug, RelationWords.Gene, RelationWords.Disease]);
            var answer = Names.Pick(random, [.. _entities.Where(e => e.Type == type)]);
            int more = random.NextIndex([0.45, 0.3, 0.25]);
            var slots = random.Shuffle(Enumerable.Range(0, answer.Traits.Length)).Take(more == 1 ? 2 : 1);
            var relations = random.Shuffle(answer.Relations).Take(more == 2 ? 2 : 1);
            Requirement[] requirements = random.Shuffle(
                slots.Select(s => new Requirement(s, answer.Traits[s], null)).Concat(relations.Select(r => new Requirement(-1, "", r))));
            ImmutableArray<int> answers = [.. _entities.Where(e => e.Type == type && requirements.All(r => r.Holds(e))).Select(e => e.Id)];
            if (answers.Length <= 3)
                return new(Ask(random, type, requirements), type, [.. requirements], answers);
        }
    }

    private static Entity CreateEntity(SeededRandom random, int id, string name, string type)
    {
        ImmutableArray<string> traits = [.. TraitWords.Slots(type).Select(s => Names.Pick(random, s))];
        return new() { Id = id, Name = name, Type = type, Traits = traits, Tells = [.. traits.Select(_ => random.NextDouble() < 0.75)] };
    }

    private static string Coin(SeededRandom random, string[] ends) => Names.Pick(random, s_starts) + Names.Pick(random, s_middles) + Names.Pick(random, ends);

    private static string Ask(SeededRandom random, string type, Requirement[] requirements)
    {
        string noun = Names.Pick(random, RelationWords.Types(type)), article = noun[0] == 'i' ? "an" : "a";
        string[] asked = [.. requirements.Select(r => r.Relation is null ? TraitWords.Ask(random, r.Trait) : RelationWords.Ask(random, type, r.Relation))];
        string all = asked.Length == 2 ? $"{asked[0]} and {asked[1]}" : $"{asked[0]}, {asked[1]} and {asked[2]}";
        return random.Next(5) switch
        {
            0 => $"Which {noun} {all}?",
            1 => $"What {noun} {all}?",
            2 => $"Find {article} {noun} that {all}.",
            3 => $"I look for {article} {noun} that {all}.",
            _ => $"Is there {article} {noun} that {all}?",
        };
    }

    private void Relate(int head, string kind, int tail)
    {
        if (!_edges.Any(e => e.Head == head && e.Tail == tail))
            _edges.Add((head, kind, tail));
    }

    private Entity Complete(SeededRandom random, List<Entity> entities, Entity entity)
    {
        ImmutableArray<Relation> relations =
        [
            .. _edges.Where(e => e.Head == entity.Id).Select(e => new Relation(e.Kind, entities[e.Tail].Name, e.Tail)),
            .. _edges.Where(e => e.Tail == entity.Id).Select(e => new Relation(e.Kind, entities[e.Head].Name, e.Head)),
        ];
        var told = entity.Traits.Length > 0 && relations.Length > 0 && random.NextDouble() < 0.4 ? Names.Pick(random, relations) : null;
        return entity with { Relations = relations, Told = told };
    }
}
