namespace Optimas.Pocket;

/// <summary>The words that the world of the question-answering system is made of, apart from names.</summary>
internal static class HopWords
{
    /// <summary>What things are about, made of or known for.</summary>
    public static readonly string[] Topics =
    [
        "clocks", "boats", "lamps", "bells", "violins", "kites", "maps", "dolls", "shoes", "hats", "gloves", "ropes", "candles", "knives", "flutes",
        "wheels", "mirrors", "baskets", "carpets", "masks", "drums", "tents", "coins", "locks", "keys", "pens", "books", "bricks", "tiles", "nails",
        "saws", "nets", "sails", "anchors", "swords", "shields", "rings", "beads", "combs", "brushes", "spoons", "bowls", "plates", "cups", "jars",
        "barrels", "chairs", "tables", "beds", "doors", "windows", "ladders", "fences", "ovens", "stoves", "kettles", "pumps", "pipes", "engines",
        "wagons", "sledges", "skates", "skis", "balls", "cards", "puppets", "toys", "puzzles", "stamps", "flags", "coats", "boots", "belts", "buttons",
        "needles", "looms", "scarves", "socks", "pillows", "curtains", "harps", "pianos", "organs", "guitars", "trumpets", "whistles", "lenses",
        "compasses", "globes", "scales", "magnets", "batteries", "wires", "bulbs", "radios", "cameras", "robots", "rockets", "cheeses", "cakes",
        "sweets", "soaps", "perfumes", "paints", "inks", "vases", "statues", "crowns", "fans", "umbrellas",
    ];

    /// <summary>First words of titles.</summary>
    public static readonly string[] Adjectives =
    [
        "Silver", "Golden", "Silent", "Broken", "Amber", "Winter", "Hidden", "Crooked", "Distant", "Burning", "Frozen", "Crimson", "Empty", "Ancient",
        "Gentle", "Hollow", "Lonely", "Marble", "Northern", "Painted", "Quiet", "Restless", "Scarlet", "Second", "Shining", "Sleeping", "Stolen",
        "Velvet", "Wandering", "Wooden", "Iron", "Paper", "Copper", "Summer", "Bitter", "Bright", "Blue", "Green", "White", "Black",
    ];

    /// <summary>Last words of books' titles.</summary>
    public static readonly string[] Nouns =
    [
        "Gate", "Harbour", "Garden", "Tower", "Bridge", "Mirror", "Lantern", "Orchard", "River", "Mountain", "Letter", "Crown", "Forest", "Island",
        "Window", "Road", "Shadow", "Storm", "Throne", "Valley", "Voyage", "Well", "Door", "Dream", "Feather", "Flame", "Key", "Lake", "Mask", "Night",
        "Promise", "Secret", "Ship", "Song", "Star", "Stone", "Thread", "Wall", "Circle", "Castle",
    ];

    /// <summary>Last words of bands' names.</summary>
    public static readonly string[] Plurals =
    [
        "Foxes", "Wolves", "Ravens", "Lions", "Tigers", "Bears", "Owls", "Sparrows", "Rivers", "Mountains", "Lanterns", "Shadows", "Stars", "Stones",
        "Feathers", "Dreams", "Mirrors", "Letters", "Storms", "Flames", "Circles", "Gardens", "Towers", "Bridges",
    ];

    /// <summary>Last words of companies' names.</summary>
    public static readonly string[] Firms = ["Works", "Brothers", "Mills", "Group", "Supply", "Studio", "Partners", "House"];

    /// <summary>First words of towns' names; most have none.</summary>
    public static readonly string[] Directions = ["", "", "", "", "New ", "Old ", "North ", "South ", "East ", "West ", "Upper ", "Lower ", "Great ", "Port "];

    /// <summary>What can be studied.</summary>
    public static readonly string[] Studies =
    [
        "law", "music", "history", "botany", "physics", "medicine", "geology", "poetry", "chemistry", "theology", "geometry", "painting", "astronomy",
        "economics", "biology", "sculpture",
    ];

    /// <summary>What people do.</summary>
    public static readonly string[] Roles = ["author", "founder", "teacher", "judge", "doctor", "builder"];

    /// <summary>Kinds of books.</summary>
    public static readonly string[] Genres = ["novel", "play", "poem", "opera"];
}
