using Optimas.Generators.Model;

namespace Optimas.Generators.Emitting;

/// <summary>The extension methods that register the system, and the file of its configuration, with a service collection.</summary>
internal static class DependencyInjectionEmitter
{
    private const string Services = "global::Microsoft.Extensions.DependencyInjection";
    private const string Options = "global::Microsoft.Extensions.Options";
    private const string Logging = "global::Microsoft.Extensions.Logging";

    /// <summary>The source; null for a system that no code outside of it could construct or name.</summary>
    /// <param name="system">The system.</param>
    /// <param name="hasOptions">Whether the application knows Microsoft.Extensions.Options.</param>
    /// <param name="hasLogging">Whether the application knows Microsoft.Extensions.Logging.</param>
    public static string? Emit(SystemModel system, bool hasOptions, bool hasLogging)
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
        if (hasOptions)
        {
            source.Line();
            EmitFile(source, system, name, hasLogging);
            source.Line();
            EmitMonitor(source, system);
        }

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

    private static void EmitFile(SourceWriter source, SystemModel system, string name, bool hasLogging)
    {
        string configuration = system.Type.FullyQualified + ".Configuration", file = $"global::Optimas.ConfigurationFile<{configuration}>";
        string logged = hasLogging ? " and is logged" : "";
        source.Document(
            $"Takes the configuration of {name} from a file, and follows the file while the program runs.",
            "<remarks><c>IOptionsMonitor&lt;Configuration&gt;.CurrentValue</c> is the configuration in force: give it to RunAsync, which keeps it to the end of "
            + "the run. <c>IOptionsSnapshot</c> keeps one for a scope, <c>IOptions</c> the one of its first use. A file that becomes unusable leaves the last good "
            + $"configuration in force; the service <c>ConfigurationFile&lt;Configuration&gt;</c> says why{logged}.</remarks>",
            "<param name=\"services\">The service collection.</param>",
            "<param name=\"path\">The file, as <c>configuration.json</c>. It has to be usable when it is first asked for.</param>");
        source.Line($"public static {Services}.IServiceCollection Add{name}Configuration{system.Type.TypeParameters}(");
        source.Line($"    this {Services}.IServiceCollection services, string path)");
        if (system.Type.Constraints.Length > 0)
            source.Line("    " + system.Type.Constraints);
        source.Open();
        const string Add = $"{Services}.ServiceCollectionServiceExtensions.Add";
        source.Line("global::System.ArgumentNullException.ThrowIfNull(services);");
        source.Line("global::System.ArgumentException.ThrowIfNullOrEmpty(path);");
        if (hasLogging)
        {
            source.Line($$"""
                {{Add}}Singleton<{{file}}>(services, provider =>
                {
                    var file = new {{file}}(path, {{configuration}}.Default);
                    if (provider.GetService(typeof({{Logging}}.ILoggerFactory)) is {{Logging}}.ILoggerFactory loggers)
                    {
                        var logger = loggers.CreateLogger({{Literals.Text("Optimas." + system.Type.Name)}});
                        file.Failed += error => {{Logging}}.LoggerExtensions.LogError(
                            logger, error, "The configuration stays as it was: {Reason}", error.Message);
                        file.OnChange(_ => {{Logging}}.LoggerExtensions.LogInformation(logger, "The configuration of {Path} is in force", file.Path));
                    }

                    return file;
                });
                """);
        }
        else
        {
            source.Line($"{Add}Singleton<{file}>(services, _ => new {file}(path, {configuration}.Default));");
        }

        foreach (var (lifetime, service) in new[] { ("Singleton", "IOptionsMonitor"), ("Singleton", "IOptions"), ("Scoped", "IOptionsSnapshot") })
        {
            source.Line($$"""
                {{Add}}{{lifetime}}<{{Options}}.{{service}}<{{configuration}}>>(services, static provider =>
                    new FollowedConfiguration{{system.Type.TypeParameters}}({{Services}}.ServiceProviderServiceExtensions.GetRequiredService<{{file}}>(provider)));
                """);
        }

        source.Line("return services;");
        source.Close();
    }

    private static void EmitMonitor(SourceWriter source, SystemModel system)
    {
        string configuration = system.Type.FullyQualified + ".Configuration";
        string constraints = system.Type.Constraints.Length > 0 ? "\n    " + system.Type.Constraints : "";
        source.Line(SystemSource.GeneratedCode);
        source.Line($$"""
            private sealed class FollowedConfiguration{{system.Type.TypeParameters}}(global::Optimas.ConfigurationFile<{{configuration}}> file) :
                {{Options}}.IOptionsMonitor<{{configuration}}>, {{Options}}.IOptionsSnapshot<{{configuration}}>{{constraints}}
            {
                public {{configuration}} Value { get; } = file.Current;

                public {{configuration}} CurrentValue => file.Current;

                {{configuration}} {{Options}}.IOptionsMonitor<{{configuration}}>.Get(string? name) => file.Current;

                {{configuration}} {{Options}}.IOptionsSnapshot<{{configuration}}>.Get(string? name) => Value;

                public global::System.IDisposable? OnChange(global::System.Action<{{configuration}}, string?> listener) =>
                    file.OnChange(configuration => listener(configuration, {{Options}}.Options.DefaultName));
            }
            """);
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
