namespace IntelShare.Client;

/// <summary>How a client goes about its calls.</summary>
public sealed record ClientOptions
{
    /// <summary>How often a call is repeated.</summary>
    public Retries Retries { get; init; } = new();

    /// <summary>Tokens are signed and repetitions are waited for by it.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The way to the hub, for proxies and own certificates; left open. By default one that follows no redirection.</summary>
    public HttpMessageHandler? Transport { get; init; }
}
