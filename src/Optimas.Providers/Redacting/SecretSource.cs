namespace Optimas.Providers;

/// <summary>The secrets of a provider, which middleware around it asks for by <c>GetService</c>, so that it can keep them out of files.</summary>
internal sealed record SecretSource(Func<IEnumerable<string>> Secrets);
