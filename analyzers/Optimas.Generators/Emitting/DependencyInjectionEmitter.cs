using Optimas.Generators.Model;

namespace Optimas.Generators.Emitting;

/// <summary>The extension method that registers the system with a service collection.</summary>
internal static class DependencyInjectionEmitter
{
    private const string Services = "global::Microsoft.Extensions.DependencyInjection";

    /// <summary>The source; null for a system that no code outside of it could construct or name.</summary>
    /// <param name="system">The system.</param>
    /// <param name="hasOptions">Whether the application knows Microsoft.Extensions.Options.</param>
    public static string? Emit(SystemModel system, bool hasOptions)
    {
        if (system.Constructor is not { } constructor || (system.Type.IsGeneric && system.Type.TypeParameters.Length == 0))
            return null;
        var source = new SourceWriter();
        source.Line(SystemSource.Header);
        if (system.Type.Namespace.Length > 0)
            source.Open($"namespace {system.Type.Namespace}");
        string name = PathName(system.Type, "");
        source.Line($"/// <summary>Registers {name} with a service collection.</summary>");
        // X.Measure and XMeasure both have an AddXMeasure, which is no error while the classes differ.
        source.Open($"{system.Accessibility} static partial class {PathName(system.Type, "_")}ServiceCollectionExtensions");
        EmitMethod(source, system, constructor, name, hasOptions);
        source.Close();
        if (system.Type.Namespace.Length > 0)
            source.Close();
        return source.ToString();
    }

    private static void EmitMethod(
        SourceWriter source, SystemModel system, EquatableArray<ConstructorParameter> constructor, string name, bool hasOptions)
    {
        string type = system.Type.FullyQualified;
        string keyed = constructor.Any(p => p.Key is not null)
            ? $" Keyed services: {string.Join(", ", constructor.Where(p => p.Key is not null).Select(p => $"<c>{Literals.Documentation(p.Key!)}</c>"))}."
            : "";
        string options = hasOptions
            ? " <c>IOptions&lt;Configuration&gt;</c> is the default configuration unless another one is registered."
            : "";
        source.Document($"Adds {name} as a transient service.{options}{keyed}");
        source.Line($"public static {Services}.IServiceCollection Add{name}{system.Type.TypeParameters}(");
        source.Line($"    this {Services}.IServiceCollection services)");
        if (system.Type.Constraints.Length > 0)
            source.Line("    " + system.Type.Constraints);
        source.Open();
        source.Line("global::System.ArgumentNullException.ThrowIfNull(services);");
        source.Line($"{Services}.Extensions.ServiceCollectionDescriptorExtensions.TryAdd(");
        source.Line($"    services,\n    {Services}.ServiceDescriptor.Describe(");
        source.Indent();
        source.Indent();
        source.Line($"typeof({type}),");
        if (constructor.Count == 0)
        {
            source.Line($"static _ => new {type}(),");
        }
        else
        {
            source.Line($"static provider => new {type}(");
            for (int i = 0; i < constructor.Count; i++)
                source.Line($"    {Resolve(constructor[i])}{(i < constructor.Count - 1 ? "," : "),")}");
        }

        source.Line($"{Services}.ServiceLifetime.Transient));");
        source.Unindent();
        source.Unindent();
        if (hasOptions)
        {
            string configuration = type + ".Configuration";
            source.Line($$"""
                {{Services}}.Extensions.ServiceCollectionDescriptorExtensions.TryAddSingleton<global::Microsoft.Extensions.Options.IOptions<{{configuration}}>>(
                    services, global::Microsoft.Extensions.Options.Options.Create({{configuration}}.Default));
                """);
        }

        source.Line("return services;");
        source.Close();
    }

    private static string Resolve(ConstructorParameter parameter)
    {
        bool optional = parameter.Type.IsNullable || parameter.Default is not null;
        string fallback = parameter.Default is null || (parameter.Type.IsNullable && parameter.Default == "default") ? "" : $" ?? {parameter.Default}";
        // A value type that is not registered comes back as null only when it is asked for as an object.
        if (optional && parameter.Type.IsValueType)
            return $"provider.GetService(typeof({Wiring.NotNull(parameter.Type)})) as {Wiring.NotNull(parameter.Type)}?{fallback}";
        string method = $"{(optional ? "Get" : "GetRequired")}{(parameter.Key is null ? "" : "Keyed")}Service<{Wiring.NotNull(parameter.Type)}>";
        string call = parameter.Key is null
            ? $"{Services}.ServiceProviderServiceExtensions.{method}(provider)"
            : $"{Services}.ServiceProviderKeyedServiceExtensions.{method}(provider, {parameter.Key})";
        return call + fallback;
    }

    // The names of the containing types and the type's own, so that nested systems of the same name stay apart.
    private static string PathName(TypeModel type, string separator)
    {
        string path = type.Namespace.Length > 0 ? type.HintName.Substring(type.Namespace.Length + 1) : type.HintName;
        return string.Join(separator, path.Split('.', '+').Select(part => part.Split('`')[0]));
    }
}
