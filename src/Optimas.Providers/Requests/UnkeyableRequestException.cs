namespace Optimas.Providers;

/// <summary>A request holds something that can't be written down, so that no key stands for it.</summary>
internal sealed class UnkeyableRequestException(string reason) : Exception(reason);
