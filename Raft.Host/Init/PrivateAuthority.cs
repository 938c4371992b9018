using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Raft.Host.Init;

/// <summary>A small certificate authority for one cluster, which signs for its nodes and for nobody else.</summary>
internal sealed class PrivateAuthority : IDisposable
{
    private const string ForServers = "1.3.6.1.5.5.7.3.1";
    private const string ForClients = "1.3.6.1.5.5.7.3.2";

    // Clocks differ a little from machine to machine.
    private static readonly DateTimeOffset From = DateTimeOffset.UtcNow.AddHours(-1);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;

    /// <param name="cluster">The cluster's name, which the certificate shows.</param>
    public PrivateAuthority(string cluster)
    {
        var request = new CertificateRequest(NameOf($"Raft cluster {cluster}"), _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _certificate = request.CreateSelfSigned(From, From.AddYears(10));
    }

    /// <summary>Its certificate, in PEM.</summary>
    public string Certificate => _certificate.ExportCertificatePem() + "\n";

    /// <summary>Its key, in PEM.</summary>
    public string Key => _key.ExportPkcs8PrivateKeyPem() + "\n";

    /// <summary>
    /// A certificate for a node, good for three years, for servers and for clients; and its key. In PEM.
    /// </summary>
    public (string Certificate, string Key) Sign(PlannedNode node)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(NameOf(node.Name), key, HashAlgorithmName.SHA256);
        var hosts = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(node.Bare, out var address))
            hosts.AddIpAddress(address);
        else
            hosts.AddDnsName(node.Bare);
        request.CertificateExtensions.Add(hosts.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid(ForServers), new Oid(ForClients)], false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, true, false));
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7F;          // a serial number is positive
        using var certificate = request.Create(_certificate, From, From.AddYears(3), serial);
        return (certificate.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }

    private static X500DistinguishedName NameOf(string commonName)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(commonName.Length <= 64 ? commonName : commonName[..64]);
        return name.Build();
    }
}
