namespace Optimas.Providers;

/// <summary>What went wrong between the caller and the model's server.</summary>
public enum ProviderFailure
{
    /// <summary>The server answered with an error.</summary>
    Refused,

    /// <summary>No connection could be made.</summary>
    Unreachable,

    /// <summary>The server did not answer, or fell silent, for longer than allowed.</summary>
    TimedOut,

    /// <summary>The reply broke off before its end.</summary>
    Interrupted,

    /// <summary>The reply is not what the protocol promises: malformed JSON, a web page, a missing part.</summary>
    Malformed,
}
