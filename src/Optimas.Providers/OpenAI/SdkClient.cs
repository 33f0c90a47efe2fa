using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;

namespace Optimas.Providers;

/// <summary>The SDK's client, made from our options.</summary>
internal static class SdkClient
{
    // Unlike the SDK's default, gives up on a dead address soon, notices when a name moves to another one, and hangs up soon on a stream
    // that nobody reads any more.
    private static readonly HttpClient s_shared = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ResponseDrainTimeout = TimeSpan.FromMilliseconds(100),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public static OpenAIClient Create(OpenAICompatibleOptions options)
    {
        var sdk = new OpenAIClientOptions
        {
            Endpoint = options.BaseAddress,
            NetworkTimeout = options.Timeout,
            RetryPolicy = new RetryPolicy(options.MaxRetries, options.RetryDelay),
            Transport = new HttpClientPipelineTransport(options.HttpClient ?? s_shared),
        };
        sdk.AddPolicy(new ReplyPolicy(), PipelinePosition.PerCall);
        if (options.ApiKey is null)
            sdk.AddPolicy(new NoAuthorization(), PipelinePosition.BeforeTransport);
        return new OpenAIClient(new ApiKeyCredential(options.ApiKey ?? "none"), sdk);
    }

    /// <summary>Tells the call in progress that the server has replied.</summary>
    private sealed class ReplyPolicy : PipelinePolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            ProcessNext(message, pipeline, currentIndex);
            ProviderCall.Current?.Reply = message.Response;
        }

        public override async ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            await ProcessNextAsync(message, pipeline, currentIndex).ConfigureAwait(false);
            ProviderCall.Current?.Reply = message.Response;
        }
    }

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
