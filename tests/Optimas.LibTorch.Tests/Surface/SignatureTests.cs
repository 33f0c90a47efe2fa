using System.Reflection;
using TorchSharp;

namespace Optimas.LibTorch.Tests.Surface;

/// <summary>
/// The binding stays a subset of TorchSharp: each of its members is in torchsharp-0.107.0.txt, which holds lines of TorchSharp 0.107.0's own
/// assembly and no others than those that are needed. To make the list again, for another version or after new members, run the tests once
/// with OPTIMAS_TORCHSHARP_ASSEMBLY naming the package's lib/net8.0/TorchSharp.dll: the list is then written beside this file, and the test
/// fails if members of ours are missing from that assembly.
/// </summary>
public class SignatureTests
{
    private const string List = "torchsharp-0.107.0.txt";

    // Members that TorchSharp doesn't declare in the same way. None is needed now; each has to say why here.
    private static readonly HashSet<string> s_exceptions = [];

    [Fact]
    public void Every_member_of_the_binding_is_a_member_of_TorchSharp()
    {
        var ours = Signatures.Of(typeof(torch).Assembly, nameof(TorchSharp));
        string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Surface", List));
        if (Environment.GetEnvironmentVariable("OPTIMAS_TORCHSHARP_ASSEMBLY") is { Length: > 0 } official)
        {
            lines = [.. Signatures.Of(Assembly.LoadFrom(official), nameof(TorchSharp)).Where(ours.Contains)];
            File.WriteAllLines(Path.Combine(Libtorch.Repository, "tests", "Optimas.LibTorch.Tests", "Surface", List), lines);
        }

        ours.Count.ShouldBeGreaterThan(200);
        ours.Except(lines).Except(s_exceptions).ShouldBeEmpty("These are no members of TorchSharp: code that uses them would not compile against it.");
        s_exceptions.Except(ours).ShouldBeEmpty("These exceptions are no longer needed.");
    }

    [Fact]
    public void The_list_holds_nothing_but_what_the_binding_has()
    {
        var ours = Signatures.Of(typeof(torch).Assembly, nameof(TorchSharp));
        File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Surface", List)).Except(ours).ShouldBeEmpty();
    }

    [TorchFact]
    public void Every_native_function_is_in_the_native_library()
    {
        nint library = System.Runtime.InteropServices.NativeLibrary.Load(Path.Combine(AppContext.BaseDirectory, "liboptimas_torch.so"));
        string[] names =
        [
            .. from method in typeof(torch).Assembly.GetType("Optimas.LibTorch.Interop.Native")!.GetMethods(BindingFlags.Static | BindingFlags.NonPublic)
               from attribute in method.GetCustomAttributesData()
               where attribute.AttributeType.Name is "LibraryImportAttribute" or "DllImportAttribute"
               from argument in attribute.NamedArguments
               where argument.MemberName == "EntryPoint"
               select (string)argument.TypedValue.Value!,
        ];
        names.Where(n => !System.Runtime.InteropServices.NativeLibrary.TryGetExport(library, n, out _)).ShouldBeEmpty();
    }
}
