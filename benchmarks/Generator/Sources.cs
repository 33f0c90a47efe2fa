using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratorBenchmarks;

/// <summary>Sources that the generator is measured on.</summary>
internal static class Sources
{
    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp13);

    private static readonly CSharpCompilationOptions s_options =
        new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

    private static readonly MetadataReference[] s_references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(p => MetadataReference.CreateFromFile(p))];

    /// <summary>A system whose components each take the values of the two before them.</summary>
    /// <param name="components">How many components it has.</param>
    /// <param name="candidates">The candidates of the first component's hyperparameter: part of the model.</param>
    /// <param name="body">A constant in the first component's body: no part of the model.</param>
    public static string System(int components, string candidates = "1, 2", int body = 1)
    {
        var text = new StringBuilder("""
            using System.Threading;
            using System.Threading.Tasks;
            using Optimas;

            namespace Measured;

            public sealed record Question(string Text);

            """);
        text.Append(CultureInfo.InvariantCulture, $"[CompoundSystem<Question, string>(Output = nameof(C{components - 1}))]\n");
        text.Append("public sealed partial class Measured\n{\n");
        for (int k = 0; k < components; k++)
        {
            string wired = k switch { 0 => "string text", 1 => "string c0", _ => $"string c{k - 1}, string c{k - 2}" };
            string joined = k switch { 0 => "text", 1 => "c0", _ => $"c{k - 1} + c{k - 2}" };
            text.Append(CultureInfo.InvariantCulture, $"    /// <summary>Component {k}.</summary>\n    [Component]\n");
            text.Append(CultureInfo.InvariantCulture, $"    private Task<string> C{k}({wired}, [Hyperparameter({(k == 0 ? candidates : "1, 2")})] int times = 1, CancellationToken ct = default)\n");
            text.Append(CultureInfo.InvariantCulture, $"        => Task.FromResult({joined} + (times + {(k == 0 ? body : 1)}));\n\n");
        }

        return text.Append("}\n").ToString();
    }

    /// <summary>A file of an ordinary project.</summary>
    public static string Unrelated(int number, int constant = 1) => $$"""
        using System.Collections.Generic;
        using System.Linq;

        namespace Ordinary.N{{number}};

        [System.Serializable]
        public sealed class Order{{number}}(IReadOnlyList<int> amounts)
        {
            [System.Obsolete("Use Total.")]
            public int Sum => amounts.Sum();

            public int Total(int discount) => amounts.Where(a => a > {{constant}}).Sum() - discount;
        }
        """;

    /// <summary>A compilation of a system's file and some unrelated ones.</summary>
    public static CSharpCompilation Compile(string system, int unrelated) => CSharpCompilation.Create(
        "Measured",
        [Parse(system, "System.cs"), .. Enumerable.Range(0, unrelated).Select(i => Parse(Unrelated(i), $"Unrelated{i}.cs"))],
        s_references,
        s_options);

    /// <summary>The compilation with another text in one of its files.</summary>
    public static CSharpCompilation Edit(CSharpCompilation compilation, string path, string text) =>
        compilation.ReplaceSyntaxTree(compilation.SyntaxTrees.Single(t => t.FilePath == path), Parse(text, path));

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, ParseOptions, path);
}
