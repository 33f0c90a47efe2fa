using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;

namespace Optimas.Providers;

/// <summary>The SDK's own options, made from ours.</summary>
internal static class SdkOptions
{
    // Unlike the SDK's default, gives up on a dead address soon and notices when a name moves to another one.
    private static readonly HttpClient _shared = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public static OpenAIClientOptions From(OpenAICompatibleOptions options)
    {
        var sdk = new OpenAIClientOptions
        {
            Endpoint = options.Endpoint,
            NetworkTimeout = options.Timeout,
            RetryPolicy = new RetryPolicy(options.MaxRetries),
            Transport = new HttpClientPipelineTransport(options.HttpClient ?? _shared),
        };
        if (options.ApiKey is null)
        {
            sdk.AddPolicy(new NoAuthorization(), PipelinePosition.BeforeTransport);
        }

        return sdk;
    }

    public static ApiKeyCredential Credential(OpenAICompatibleOptions options) => new(options.ApiKey ?? "none");

    /// <summary>Takes the header away again where there is no key, since the SDK insists on one.</summary>
    private sealed class NoAuthorization : PipelinePolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            message.Request.Headers.Remove("Authorization");
            ProcessNext(message, pipeline, currentIndex);
        }

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            message.Request.Headers.Remove("Authorization");
            return ProcessNextAsync(message, pipeline, currentIndex);
        }
    }
}
