using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Optimas.Runtime;

/// <summary>JSON for systems whose author names no <see cref="System.Text.Json.Serialization.JsonSerializerContext"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SystemJson
{
    /// <summary>
    /// Camel-cased, case-insensitive, with the fields of named tuples; what a type's constructor requires must be there. Types are
    /// found by reflection where the application allows it; elsewhere the system has to name a context.
    /// </summary>
    public static JsonSerializerOptions Default { get; } = Create();

    /// <summary>The metadata of a type.</summary>
    /// <exception cref="NotSupportedException">The options don't know the type: name a context that does.</exception>
    public static JsonTypeInfo<T> TypeInfo<T>(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        if (default(T) is ITuple { Length: > 0 } && type.Kind == JsonTypeInfoKind.Object && type.Properties.Count == 0)
        {
            throw new NotSupportedException(
                $"The JSON metadata of {typeof(T)} leaves out the elements of the tuple. Set IncludeFields = true in the "
                + "[JsonSourceGenerationOptions] of the system's JsonSerializerContext.");
        }

        return type;
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            IncludeFields = true,
            RespectRequiredConstructorParameters = true,
        };
        if (JsonSerializer.IsReflectionEnabledByDefault)
        {
#pragma warning disable IL2026, IL3050 // Reached only where the application has reflection-based JSON switched on.
            options.TypeInfoResolver = new DefaultJsonTypeInfoResolver();
#pragma warning restore IL2026, IL3050
        }

        else
        {
            options.TypeInfoResolver = new NoResolver();
        }

        options.MakeReadOnly();
        return options;
    }

    private sealed class NoResolver : IJsonTypeInfoResolver
    {
        public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) => throw new NotSupportedException(
            $"This application has reflection-based JSON switched off, so nothing knows how {type} is written. Name a JsonSerializerContext "
            + "that knows it: [CompoundSystem<…>(Json = typeof(MyContext))].");
    }
}
