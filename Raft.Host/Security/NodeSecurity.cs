using System.Net;
using Akka.Configuration;
using Raft.Actors;
using Raft.Host.Configuration;

namespace Raft.Host.Security;

/// <summary>
/// What protects a node that is to run: certificates, tokens and the secret, read and checked before anything is bound.
/// A node that others could reach without them is refused.
/// </summary>
/// <param name="Http">HTTPS; null for plain HTTP.</param>
/// <param name="Peers">TLS between nodes; null for none.</param>
/// <param name="Tokens">Who may do what.</param>
internal sealed record NodeSecurity(HttpTls? Http, PeerTls? Peers, AccessTokens Tokens)
{
    private const string Acceptance = "raft.host.security.i-accept-that-anyone-can-read-and-write";
    private const string HttpSection = "raft.host.http.tls";
    private const string PeerSection = "raft.host.peers.tls";

    /// <summary>The settings that name files beside the file that they stand in.</summary>
    public static IReadOnlyList<string> Paths { get; } =
    [
        "raft.secret.file", "raft.secret.also-accept-file", "raft.host.http.tokens.file",
        $"{HttpSection}.certificate", $"{HttpSection}.key", $"{HttpSection}.client-authority",
        $"{PeerSection}.certificate", $"{PeerSection}.key", $"{PeerSection}.authority",
    ];

    /// <summary>Reads the files and checks them.</summary>
    /// <exception cref="SettingException">Something is missing or cannot be used.</exception>
    public static NodeSecurity Create(Config config) =>
        new(HttpTlsOf(config), PeerTlsOf(config), AccessTokens.Create(config));

    /// <summary>
    /// Refuses to listen where others are, unless they are kept out or someone said in words that they need not be.
    /// </summary>
    /// <param name="config">The whole configuration.</param>
    /// <param name="host">Where the node listens.</param>
    /// <param name="raft">Whether it has a secret.</param>
    /// <exception cref="SettingException">It would be open.</exception>
    public void RefuseIfOpen(Config config, HostSettings host, RaftSettings raft)
    {
        if (Switch(config, Acceptance))
            return;
        if (!IPAddress.IsLoopback(host.Http.Address) && (Http is null || !Tokens.Any))
            throw new SettingException(
                "raft.host.http.host",
                $"{host.Http.Address}",
                "whoever reaches this address could read and write everything: "
                    + $"set {HttpSection} and raft.host.http.tokens, or {Acceptance} = on");
        if (host.Controller.Enabled && !IPAddress.IsLoopback(host.Controller.Host))
            throw new SettingException(
                "raft.host.controller.host",
                $"{host.Controller.Host}",
                "whoever reaches this address could write everything and shut the node down, "
                    + $"for a controller shows no token: set {Acceptance} = on");
        var secured = raft.Secret is not null && (Peers is not null || HasOwnTls(config));
        if (!secured && !IsLoopback(host.Listening.Host))
            throw new SettingException(
                host.Listening.Host == host.Remoting.Host
                    ? $"raft.members.{host.Node}"
                    : "akka.remote.dot-netty.tcp.hostname",
                $"{host.Listening.Host}:{host.Listening.Port}",
                $"whoever reaches this address could write into the log: set {PeerSection} and raft.secret, "
                    + $"or {Acceptance} = on");
    }

    // Whoever set up TLS in Akka's own settings needs none of ours.
    private static bool HasOwnTls(Config config) =>
        config.GetBoolean("akka.remote.dot-netty.tcp.enable-ssl")
        && !config.GetBoolean("akka.remote.dot-netty.tcp.ssl.suppress-validation");

    private static bool IsLoopback(string host)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address))
            return IPAddress.IsLoopback(address);
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
    }

    private static HttpTls? HttpTlsOf(Config config)
    {
        if (IdentityOf(config, HttpSection) is not { } identity)
            return null;
        if (!PemFiles.IsForServers(identity.Certificate))
            throw new SettingException(
                $"{HttpSection}.certificate", config.GetString($"{HttpSection}.certificate"),
                "is not good for servers");
        const string key = $"{HttpSection}.client-authority";
        var authority = config.GetString(key, "");
        return new HttpTls(
            identity, authority.Length == 0 ? null : PemFiles.Certificates(authority, Wrong(key, authority)));
    }

    private static PeerTls? PeerTlsOf(Config config)
    {
        if (IdentityOf(config, PeerSection) is not { } identity)
            return null;
        const string key = $"{PeerSection}.authority";
        var file = config.GetString(key, "");
        if (file.Length == 0)
            throw new SettingException(key, "", "names no file: who signs the certificates of this cluster's nodes?");
        var authority = PemFiles.Certificates(file, Wrong(key, file));
        // Its peers would refuse it one after the other; it is better told now.
        var tls = PemFiles.IsVouchedFor(
            identity.Certificate, identity.Between, authority, forServers: true, forClients: true)
            ? new PeerTls(identity, authority)
            : throw new SettingException(
                $"{PeerSection}.certificate",
                config.GetString($"{PeerSection}.certificate"),
                $"is not valid now, not signed by {key}, or not good for servers and for clients");
        // Better no node than one that lets in whoever comes.
        return PeerTransport.Lacking is { } lacking
            ? throw new SettingException(
                $"{PeerSection}.certificate", config.GetString($"{PeerSection}.certificate"), lacking)
            : tls;
    }

    private static PemIdentity? IdentityOf(Config config, string section)
    {
        var (certificate, key) =
            (config.GetString($"{section}.certificate", ""), config.GetString($"{section}.key", ""));
        if (certificate.Length == 0 && key.Length == 0)
            return null;
        if (certificate.Length == 0 || key.Length == 0)
            throw new SettingException(
                $"{section}.{(key.Length == 0 ? "key" : "certificate")}", "",
                "names no file: a certificate needs its key, and a key its certificate");
        return PemFiles.Identity(
            certificate, key, Wrong($"{section}.certificate", certificate), Wrong($"{section}.key", key));
    }

    private static Func<string, Exception> Wrong(string key, string value) =>
        problem => new SettingException(key, value, problem);

    private static bool Switch(Config config, string key)
    {
        try
        {
            return config.GetBoolean(key);
        }
        catch (Exception wrong) when (wrong is FormatException or NotSupportedException)
        {
            throw new SettingException(key, config.GetString(key), "must be on or off");
        }
    }
}
