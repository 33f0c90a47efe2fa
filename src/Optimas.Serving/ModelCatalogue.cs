using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Optimas.Serving.Protocol;

namespace Optimas.Serving;

/// <summary>The models of a server, by their names.</summary>
internal sealed class ModelCatalogue
{
    private readonly Dictionary<string, ServedModel> _models = new(StringComparer.Ordinal);
    private readonly long _created = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    /// <exception cref="ArgumentException">There is no model, a name is empty or not alone, or a model can do nothing.</exception>
    public ModelCatalogue(IEnumerable<ServedModel> models)
    {
        foreach (var model in models)
        {
            if (string.IsNullOrWhiteSpace(model.Name))
                throw new ArgumentException("A model has no name. Give it the one that requests are to ask for.");
            if (model.Chat is null && model.Embeddings is null)
                throw new ArgumentException($"The model {model.Name} neither chats nor embeds. Give it a chat client, an embedding generator, or both.");
            if (!_models.TryAdd(model.Name, model))
                throw new ArgumentException($"Two models are called {model.Name}. Give each a name of its own.");
        }

        if (_models.Count == 0)
            throw new ArgumentException("There is no model to serve. Give at least one.");
    }

    public string Names => string.Join(", ", _models.Keys);

    /// <exception cref="ApiException">There is no such model.</exception>
    public ServedModel Find(string name) => _models.TryGetValue(name, out var model)
        ? model
        : throw new ApiException(
            StatusCodes.Status404NotFound,
            "invalid_request_error",
            "model_not_found",
            "model",
            $"The model {(name.Length <= 100 ? name : name[..100] + "…")} does not exist here; there is {Names}.");

    /// <summary>Writes the list of models.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("object", "list");
        writer.WriteStartArray("data");
        foreach (var model in _models.Values)
            Write(writer, model);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Writes one model.</summary>
    public void Write(Utf8JsonWriter writer, ServedModel model)
    {
        writer.WriteStartObject();
        writer.WriteString("id", model.Name);
        writer.WriteString("object", "model");
        writer.WriteNumber("created", _created);
        writer.WriteString("owned_by", "optimas");
        writer.WriteEndObject();
    }
}
