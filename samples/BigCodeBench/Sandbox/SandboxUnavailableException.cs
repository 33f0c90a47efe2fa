using Optimas;

namespace BigCodeBench.Sandbox;

/// <summary>The sandbox can't be set up on this machine. Untrusted code is then not run at all, and an evaluation or optimization ends.</summary>
public sealed class SandboxUnavailableException(string message) : StopException(message);
