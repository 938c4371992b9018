using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Akka.Configuration;
using Akka.Event;
using Akka.Remote.Transport.DotNetty;
using Akka.Util;

namespace Akka.Remote.Transport;

/// <summary>
/// The typed form of <c>akka.remote.dot-netty.tcp.ssl</c>: one certificate per system, shown in both directions.
/// </summary>
internal sealed class TlsSettings
{
    private readonly DotNettySslSetup _setup;
    private readonly ILoggingAdapter _log;

    private TlsSettings(DotNettySslSetup setup, ILoggingAdapter log)
    {
        if (!setup.Certificate.HasPrivateKey)
            throw new ConfigurationException($"The certificate of {setup.Certificate.Subject} has no private key");
        _setup = setup;
        _log = log;
    }

    public static TlsSettings Create(Config config, Option<DotNettySslSetup> setup, ILoggingAdapter log) =>
        new(setup.HasValue ? setup.Value : Read(config), log);

    private static DotNettySslSetup Read(Config config)
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
        return new DotNettySslSetup(
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
            ClientCertificates = [_setup.Certificate],
            LocalCertificateSelectionCallback = (_, _, _, _, _) => _setup.Certificate,
            RemoteCertificateValidationCallback =
                (_, certificate, chain, errors) => Accepts(certificate, chain, host, errors, dialling: true),
        };
        await stream.AuthenticateAsClientAsync(options, cancellation).ConfigureAwait(false);
        return stream;
    }

    public async Task<Stream> Server(Stream inner, string peer, CancellationToken cancellation)
    {
        var stream = new SslStream(inner, leaveInnerStreamOpen: false);
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificate = _setup.Certificate,
            ClientCertificateRequired = _setup.RequireMutualAuthentication,
            RemoteCertificateValidationCallback =
                (_, certificate, chain, errors) => !_setup.RequireMutualAuthentication
                    || Accepts(certificate, chain, peer, errors, dialling: false),
        };
        await stream.AuthenticateAsServerAsync(options, cancellation).ConfigureAwait(false);
        return stream;
    }

    /// <summary>
    /// Even where validation is suppressed a certificate must be shown: its absence is never an experiment.
    /// </summary>
    private bool Accepts(
        X509Certificate? certificate, X509Chain? chain, string peer, SslPolicyErrors errors, bool dialling)
    {
        if (_setup.CustomValidator is { } validator)
            return validator(certificate as X509Certificate2, chain, peer, errors, _log);
        if (certificate is null)
            return false;
        if (_setup.SuppressValidation)
            return true;
        if (!dialling || !_setup.ValidateCertificateHostname)
            errors &= ~SslPolicyErrors.RemoteCertificateNameMismatch;
        return errors == SslPolicyErrors.None;
    }
}
