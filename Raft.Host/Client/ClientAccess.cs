using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Raft.Host.Configuration;
using Raft.Host.Security;

namespace Raft.Host.Client;

/// <summary>How a client proves who it is, and whom it takes for a node.</summary>
public sealed class ClientAccess
{
    private X509Certificate2Collection? _authority;
    private PemIdentity? _identity;
    private string? _token;

    private ClientAccess()
    {
    }

    /// <summary>No token; nodes with HTTPS must have a certificate that this machine trusts anyway.</summary>
    public static ClientAccess Open { get; } = new();

    /// <summary>Reads what the files hold.</summary>
    /// <param name="token">The bearer token, or null.</param>
    /// <param name="tokenFile">A file with the token, in place of it.</param>
    /// <param name="authority">A PEM file with those who sign the nodes' certificates, or null.</param>
    /// <param name="certificate">A PEM file with the client's own certificate, or null.</param>
    /// <param name="key">A PEM file with its key.</param>
    /// <exception cref="UsageException">A file is missing or cannot be used.</exception>
    public static ClientAccess Create(
        string? token, string? tokenFile, string? authority, string? certificate, string? key)
    {
        var access = new ClientAccess
        {
            _token = Empty(tokenFile) is { } file ? FirstToken(file) : Empty(token),
            _authority = Empty(authority) is { } ca ? PemFiles.Certificates(ca, Wrong("--ca", ca)) : null,
        };
        if (access._token?.Any(c => c is <= ' ' or > '~') == true)
            throw new UsageException("the token holds what no token holds: blanks or characters beyond ASCII");
        if (Empty(certificate) is null && Empty(key) is null)
            return access;
        if (Empty(certificate) is not { } shown || Empty(key) is not { } secret)
            throw new UsageException("--cert and --key: each needs the other");
        access._identity = PemFiles.Identity(shown, secret, Wrong("--cert", shown), Wrong("--key", secret));
        return access;
    }

    /// <summary>An HTTP client for one or more nodes.</summary>
    /// <param name="handler">How it connects.</param>
    public HttpClient Http(SocketsHttpHandler handler)
    {
        if (_authority is not null)
            handler.SslOptions.RemoteCertificateValidationCallback = IsNode;
        if (_identity is { } identity)
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(
                identity.Certificate, identity.Between, offline: true);
        var http = new HttpClient(handler);
        if (_token is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        return http;
    }

    private static string? Empty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static Func<string, Exception> Wrong(string option, string file) =>
        problem => new UsageException($"{option} {file}: {problem}");

    // The file of a node's tokens does as well: the last word of the first line that says something.
    private static string FirstToken(string file) =>
        TextFile.Lines(file, Wrong("--token-file", file)).FirstOrDefault(
            line => line.Length > 0 && !line.StartsWith('#')) is { } line
            ? line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[^1]
            : throw new UsageException($"--token-file {file}: holds no token");

    private bool IsNode(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
        && PemFiles.IsVouchedFor(certificate, chain, _authority!, forServers: true, forClients: false);
}
