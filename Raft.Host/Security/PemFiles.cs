using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Raft.Host.Security;

/// <summary>Who this process is: a certificate with its private key, and those between it and its authority.</summary>
/// <param name="Certificate">The certificate, with its key.</param>
/// <param name="Between">The others of the same file.</param>
public sealed record PemIdentity(X509Certificate2 Certificate, X509Certificate2Collection Between);

/// <summary>Certificates and keys out of PEM files, and whether one certificate is vouched for by another.</summary>
internal static class PemFiles
{
    private const string ForServers = "1.3.6.1.5.5.7.3.1";
    private const string ForClients = "1.3.6.1.5.5.7.3.2";

    /// <summary>A certificate with its key.</summary>
    /// <param name="certificate">The file with the certificate, and perhaps those between it and its authority.</param>
    /// <param name="key">The file with the key.</param>
    /// <param name="wrongCertificate">Makes an exception of what is wrong with the first.</param>
    /// <param name="wrongKey">Makes an exception of what is wrong with the second.</param>
    public static PemIdentity Identity(
        string certificate, string key, Func<string, Exception> wrongCertificate, Func<string, Exception> wrongKey)
    {
        var all = Certificates(certificate, wrongCertificate);
        var text = TextFile.Read(key, wrongKey);
        if (text.Contains("ENCRYPTED", StringComparison.Ordinal))
            throw wrongKey("is encrypted, and a node has nobody to ask for the password");
        try
        {
            using var own = X509Certificate2.CreateFromPem(all[0].ExportCertificatePem(), text);
            // Once around through PKCS#12: some platforms do TLS only with keys that they imported themselves.
            var identity = X509CertificateLoader.LoadPkcs12(
                own.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
            all.RemoveAt(0);
            return new PemIdentity(identity, all);
        }
        catch (Exception broken) when (broken is CryptographicException or ArgumentException)
        {
            throw wrongKey("holds no private key in PEM that belongs to the certificate");
        }
    }

    /// <summary>All certificates of a file; one at least.</summary>
    public static X509Certificate2Collection Certificates(string path, Func<string, Exception> wrong)
    {
        var all = new X509Certificate2Collection();
        try
        {
            all.ImportFromPem(TextFile.Read(path, wrong));
        }
        catch (CryptographicException)
        {
            throw wrong("holds a certificate that cannot be read");
        }
        return all.Count > 0 ? all : throw wrong("holds no certificate in PEM");
    }

    /// <summary>Whether a certificate says nothing of what it is good for, or that it is good for servers.</summary>
    public static bool IsForServers(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()
            .All(extension => extension.EnhancedKeyUsages.Cast<Oid>().Any(use => use.Value == ForServers));

    /// <summary>
    /// Whether a certificate is valid now and signed by one of these authorities, be it by way of others that it
    /// brought.
    /// </summary>
    /// <param name="certificate">The certificate; none is never vouched for.</param>
    /// <param name="chain">What came with it.</param>
    /// <param name="authorities">Who may sign.</param>
    /// <param name="forServers">Whether it must be good for servers.</param>
    /// <param name="forClients">Whether it must be good for clients.</param>
    public static bool IsVouchedFor(
        X509Certificate? certificate, X509Chain? chain, X509Certificate2Collection authorities, bool forServers,
        bool forClients) =>
        certificate is X509Certificate2 shown
        && IsVouchedFor(shown, chain?.ChainPolicy.ExtraStore ?? [], authorities, forServers, forClients);

    /// <inheritdoc cref="IsVouchedFor(X509Certificate?, X509Chain?, X509Certificate2Collection, bool, bool)"/>
    public static bool IsVouchedFor(
        X509Certificate2 certificate,
        X509Certificate2Collection between,
        X509Certificate2Collection authorities,
        bool forServers,
        bool forClients)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(authorities);
        policy.ExtraStore.AddRange(between);
        // Authorities of one's own publish no lists of what they took back, and a node must not go and look for them
        // either.
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        if (forServers)
            policy.ApplicationPolicy.Add(new Oid(ForServers));
        if (forClients)
            policy.ApplicationPolicy.Add(new Oid(ForClients));
        return chain.Build(certificate);
    }
}
