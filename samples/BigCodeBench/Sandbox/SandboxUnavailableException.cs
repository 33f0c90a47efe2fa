namespace BigCodeBench.Sandbox;

/// <summary>The sandbox can't be set up on this machine. Untrusted code is then not run at all.</summary>
public sealed class SandboxUnavailableException(string message) : InvalidOperationException(message);
