using Raft.Host.Security;

namespace Raft.Specs.Security;

/// <summary>A spec of nodes that ask each other for certificates, skipped on an Akka.NET that cannot.</summary>
public sealed class PeerCertificatesFactAttribute : FactAttribute
{
    public PeerCertificatesFactAttribute() => Skip = PeerTransport.Lacking;
}

/// <summary>The same, for many values.</summary>
public sealed class PeerCertificatesTheoryAttribute : TheoryAttribute
{
    public PeerCertificatesTheoryAttribute() => Skip = PeerTransport.Lacking;
}
