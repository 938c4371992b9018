#if AKKA_PEER_CERTIFICATES
using System.Net.Security;
using Akka.Event;
#endif
using Akka.Remote.Transport.DotNetty;

namespace Raft.Host.Security;

/// <summary>
/// TLS for Akka.Remote as this cluster's authority sees it, rather than as the machine's own list of authorities does.
/// </summary>
internal static class PeerTransport
{
    /// <summary>
    /// Why peers' certificates cannot be asked for by the Akka.NET that this was built on; null when they can.
    /// </summary>
    public static string? Lacking =>
#if AKKA_PEER_CERTIFICATES
        null;
#else
        "needs Akka.NET 1.5.55 or later, which asks peers for their certificates: this was built on an earlier one";
#endif

    /// <summary>What the actor system is started with.</summary>
#if AKKA_PEER_CERTIFICATES
    public static DotNettySslSetup Setup(PeerTls tls) => new(
        tls.Identity.Certificate,
        suppressValidation: false,
        requireMutualAuthentication: true,
        validateCertificateHostname: true,
        (certificate, chain, peer, errors, log) =>
        {
            // As errors, since warnings about connections are not worth a line, and this one is. The name is only known
            // to the side that dials. Of the chain we make our own opinion.
            if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            {
                log.Error("{0} shows a certificate for another host", peer);
                return false;
            }
            if (PemFiles.IsVouchedFor(certificate, chain, tls.Authority, forServers: true, forClients: true))
                return true;
            log.Error("{0} shows {1}", peer, certificate is null
                ? "no certificate"
                : "a certificate that is not signed by this cluster's authority, not valid now, or not one for nodes");
            return false;
        });
#else
    public static DotNettySslSetup Setup(PeerTls tls) =>
        throw new InvalidOperationException($"{nameof(PeerTls)} {Lacking}: {tls}");
#endif
}
