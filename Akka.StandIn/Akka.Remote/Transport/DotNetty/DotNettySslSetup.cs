using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor.Setup;
using Akka.Event;

namespace Akka.Remote.Transport.DotNetty;

/// <summary>
/// Decides about a peer's certificate, in place of the usual validation. Asked on both sides of a connection.
/// </summary>
/// <param name="certificate">What the peer showed, if anything.</param>
/// <param name="chain">The chain as the system's own authorities see it.</param>
/// <param name="remotePeer">The peer's host, or its network address.</param>
/// <param name="errors">What the usual validation found.</param>
/// <param name="log">Where to say why.</param>
public delegate bool CertificateValidationCallback(
    X509Certificate2? certificate, X509Chain? chain, string remotePeer, SslPolicyErrors errors, ILoggingAdapter log);

/// <summary>
/// TLS set up in code. It replaces <c>akka.remote.dot-netty.tcp.ssl</c>; <c>enable-ssl</c> is still needed.
/// </summary>
public sealed class DotNettySslSetup : Setup
{
    public DotNettySslSetup(X509Certificate2 certificate, bool suppressValidation)
        : this(certificate, suppressValidation, true, false, null)
    {
    }

    public DotNettySslSetup(X509Certificate2 certificate, bool suppressValidation, bool requireMutualAuthentication)
        : this(certificate, suppressValidation, requireMutualAuthentication, false, null)
    {
    }

    public DotNettySslSetup(
        X509Certificate2 certificate, bool suppressValidation, bool requireMutualAuthentication,
        bool validateCertificateHostname)
        : this(certificate, suppressValidation, requireMutualAuthentication, validateCertificateHostname, null)
    {
    }

    public DotNettySslSetup(
        X509Certificate2 certificate, bool suppressValidation, bool requireMutualAuthentication,
        CertificateValidationCallback? customValidator)
        : this(certificate, suppressValidation, requireMutualAuthentication, false, customValidator)
    {
    }

    public DotNettySslSetup(
        X509Certificate2 certificate, bool suppressValidation, bool requireMutualAuthentication,
        bool validateCertificateHostname, CertificateValidationCallback? customValidator)
    {
        Certificate = certificate;
        SuppressValidation = suppressValidation;
        RequireMutualAuthentication = requireMutualAuthentication;
        ValidateCertificateHostname = validateCertificateHostname;
        CustomValidator = customValidator;
    }

    public X509Certificate2 Certificate { get; }

    public bool SuppressValidation { get; }

    public bool RequireMutualAuthentication { get; }

    public bool ValidateCertificateHostname { get; }

    public CertificateValidationCallback? CustomValidator { get; }
}
