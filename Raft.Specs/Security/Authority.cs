using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Raft.Specs.Security;

/// <summary>A certificate authority of a spec's own, which writes PEM files into a folder.</summary>
internal sealed class Authority : IDisposable
{
    public const string ForServers = "1.3.6.1.5.5.7.3.1";
    public const string ForClients = "1.3.6.1.5.5.7.3.2";

    private readonly string _folder;
    private readonly X509Certificate2 _root;
    private int _serial;

    public Authority(string folder, string name = "authority")
    {
        _folder = folder;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        File = Write($"{name}.pem", _root.ExportCertificatePem());
    }

    /// <summary>The file with its certificate.</summary>
    public string File { get; }

    /// <summary>Signs a certificate.</summary>
    /// <param name="name">The name of both files.</param>
    /// <param name="host">An IP address or a host's name that it is for.</param>
    /// <param name="uses">What it is good for; both when nothing is said.</param>
    public (string Certificate, string Key) Sign(string name, string host = "127.0.0.1", params string[] uses)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var hosts = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out var address))
            hosts.AddIpAddress(address);
        else
            hosts.AddDnsName(host);
        request.CertificateExtensions.Add(hosts.Build());
        var good = new OidCollection();
        foreach (var use in uses.Length > 0 ? uses : [ForServers, ForClients])
            good.Add(new Oid(use));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(good, false));
        using var certificate = request.Create(
            _root, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(20), [(byte)++_serial]);
        return (
            Write($"{name}.pem", certificate.ExportCertificatePem()),
            Write($"{name}.key", key.ExportPkcs8PrivateKeyPem()));
    }

    public void Dispose() => _root.Dispose();

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        System.IO.File.WriteAllText(path, text);
        return path.Replace('\\', '/');
    }
}
