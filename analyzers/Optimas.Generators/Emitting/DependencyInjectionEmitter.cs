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
        string name = PathName(system.Type);
        source.Line($"/// <summary>Registers {name} with a service collection.</summary>");
        source.Open($"{system.Accessibility} static partial class {name}ServiceCollectionExtensions");
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
        string keyed = constructor.Any(p => p.IsKeyed)
            ? " A service of which there are several is asked for by its parameter's name as the key."
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
        string required = parameter.Type.IsNullable ? "Get" : "GetRequired", type = Wiring.NotNull(parameter.Type);
        return parameter.IsKeyed
            ? $"{Services}.ServiceProviderKeyedServiceExtensions.{required}KeyedService<{type}>(provider, {Literals.Text(parameter.Name)})"
            : $"{Services}.ServiceProviderServiceExtensions.{required}Service<{type}>(provider)";
    }

    // The names of the containing types and the type's own, so that nested systems of the same name stay apart.
    private static string PathName(TypeModel type)
    {
        string path = type.Namespace.Length > 0 ? type.HintName.Substring(type.Namespace.Length + 1) : type.HintName;
        return string.Concat(path.Split('.', '+').Select(part => part.Split('`')[0]));
    }
}
