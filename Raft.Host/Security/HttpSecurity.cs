using System.Security.Cryptography.X509Certificates;

namespace Raft.Host.Security;

/// <summary>HTTPS as a node serves it.</summary>
/// <param name="Identity">The node's certificate and key.</param>
/// <param name="ClientAuthority">Who must vouch for clients; null when they need no certificate.</param>
public sealed record HttpTls(PemIdentity Identity, X509Certificate2Collection? ClientAuthority);

/// <summary>TLS between the nodes.</summary>
/// <param name="Identity">The node's certificate and key.</param>
/// <param name="Authority">Who vouches for nodes.</param>
public sealed record PeerTls(PemIdentity Identity, X509Certificate2Collection Authority);

/// <summary>What clients may ask of the HTTP server's patience and memory.</summary>
public sealed record HttpLimits
{
    /// <summary>The largest head of a request, in bytes.</summary>
    public int MaxHeaderBytes { get; init; } = 32 * 1024;

    /// <summary>How long a request's head may take.</summary>
    public TimeSpan HeaderTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may wait for its next request.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(130);

    /// <summary>How slow a body may come, in bytes a second.</summary>
    public int MinBodyBytesPerSecond { get; init; } = 240;

    /// <summary>The most requests a second from one address.</summary>
    public int MaxRequestsPerSecond { get; init; } = 50_000;
}
