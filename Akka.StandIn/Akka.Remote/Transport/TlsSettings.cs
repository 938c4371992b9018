using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Akka.Configuration;

namespace Akka.Remote.Transport;

/// <summary>
/// The typed form of <c>akka.remote.dot-netty.tcp.ssl</c>: one certificate per system, shown in both directions.
/// </summary>
internal sealed class TlsSettings
{
    private readonly X509Certificate2 _certificate;
    private readonly bool _suppressValidation;
    private readonly bool _mutual;
    private readonly bool _validateHostname;

    private TlsSettings(X509Certificate2 certificate, bool suppressValidation, bool mutual, bool validateHostname)
    {
        _certificate = certificate;
        _suppressValidation = suppressValidation;
        _mutual = mutual;
        _validateHostname = validateHostname;
    }

    public static TlsSettings Create(Config config)
    {
        const string prefix = "akka.remote.dot-netty.tcp.ssl.certificate";
        if (config.GetBoolean("certificate.use-thumbprint-over-file"))
            throw new ConfigurationException(
                $"{prefix}.use-thumbprint-over-file is not supported here: name a file in {prefix}.path");
        var path = config.GetString("certificate.path");
        if (string.IsNullOrEmpty(path))
            throw new ConfigurationException($"enable-ssl is on, but {prefix}.path names no certificate");
        var certificate = X509CertificateLoader.LoadPkcs12FromFile(path, config.GetString("certificate.password"));
        if (!certificate.HasPrivateKey)
            throw new ConfigurationException($"The certificate in {prefix}.path ({path}) has no private key");
        return new TlsSettings(
            certificate,
            config.GetBoolean("suppress-validation"),
            config.GetBoolean("require-mutual-authentication"),
            config.GetBoolean("validate-certificate-hostname"));
    }

    public async Task<Stream> Client(Stream inner, string host, CancellationToken cancellation)
    {
        var stream = new SslStream(inner, leaveInnerStreamOpen: false);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = host,
            ClientCertificates = [_certificate],
            LocalCertificateSelectionCallback = (_, _, _, _, _) => _certificate,
            RemoteCertificateValidationCallback = (_, certificate, _, errors) => Accepts(certificate, errors, true),
        };
        await stream.AuthenticateAsClientAsync(options, cancellation).ConfigureAwait(false);
        return stream;
    }

    public async Task<Stream> Server(Stream inner, CancellationToken cancellation)
    {
        var stream = new SslStream(inner, leaveInnerStreamOpen: false);
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificate = _certificate,
            ClientCertificateRequired = _mutual,
            RemoteCertificateValidationCallback =
                (_, certificate, _, errors) => !_mutual || Accepts(certificate, errors, false),
        };
        await stream.AuthenticateAsServerAsync(options, cancellation).ConfigureAwait(false);
        return stream;
    }

    /// <summary>
    /// Even where validation is suppressed a certificate must be shown: its absence is never an experiment.
    /// </summary>
    private bool Accepts(X509Certificate? certificate, SslPolicyErrors errors, bool namesMatter)
    {
        if (certificate is null)
            return false;
        if (_suppressValidation)
            return true;
        if (!namesMatter || !_validateHostname)
            errors &= ~SslPolicyErrors.RemoteCertificateNameMismatch;
        return errors == SslPolicyErrors.None;
    }
}
