using System.Globalization;
using System.Reflection;

namespace Optimas.LibTorch.Tests.Surface;

/// <summary>The public and protected members of an assembly, a line each, as a caller's source depends on them.</summary>
internal static class Signatures
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static SortedSet<string> Of(Assembly assembly, string @namespace) => new(
        from type in assembly.GetExportedTypes()
        where type.Namespace == @namespace || type.Namespace?.StartsWith(@namespace + ".", StringComparison.Ordinal) == true
        from member in type.GetMembers(Declared)
        let line = Line(member)
        where line is not null
        select $"{Name(type)}::{line}",
        StringComparer.Ordinal);

    private static string? Line(MemberInfo member) => member switch
    {
        MethodBase { IsPublic: false, IsFamily: false, IsFamilyOrAssembly: false } => null,
        MethodBase method => $"{Static(method.IsStatic)}{method.Name}{Arity(method)}({string.Join(", ", method.GetParameters().Select(Parameter))})"
            + (method is MethodInfo { ReturnType: var type } ? $" : {Name(type)}" : ""),
        FieldInfo { IsPublic: false, IsFamily: false, IsFamilyOrAssembly: false } => null,
        FieldInfo { IsLiteral: true } constant =>
            $"const {constant.Name} = {Convert.ToString(constant.GetRawConstantValue(), CultureInfo.InvariantCulture)} : {Name(constant.FieldType)}",
        FieldInfo field => $"{Static(field.IsStatic)}field {field.Name} : {Name(field.FieldType)}",
        EventInfo happening => $"event {happening.Name} : {Name(happening.EventHandlerType!)}",
        _ => null,
    };

    private static string Static(bool isStatic) => isStatic ? "static " : "";

    private static string Arity(MethodBase method) =>
        method.IsGenericMethodDefinition ? $"<{string.Join(",", method.GetGenericArguments().Select(a => a.Name))}>" : "";

    private static string Parameter(ParameterInfo parameter) =>
        (parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : parameter.IsOut ? "out " : "")
        + $"{Name(parameter.ParameterType)} {parameter.Name}"
        + (parameter.HasDefaultValue ? "=" + Convert.ToString(parameter.RawDefaultValue ?? "null", CultureInfo.InvariantCulture) : "");

    private static string Name(Type type)
    {
        if (type.IsByRef)
            return Name(type.GetElementType()!) + "&";
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";
        if (type.IsGenericParameter)
            return type.Name;
        string place = type.DeclaringType is { } outer ? Name(outer) + "." : type.Namespace is { Length: > 0 } space ? space + "." : "";
        string arguments = type.IsGenericType ? $"<{string.Join(",", type.GetGenericArguments().Select(Name))}>" : "";
        return place + type.Name.Split('`')[0] + arguments;
    }
}
