using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using Akka.Event;
using Akka.Remote;

namespace Raft.Specs.Conformance.Remote;

/// <summary>
/// Every certificate here signs itself, so whoever validates refuses it. Mutual authentication came late to Akka.NET:
/// the spec that needs it is skipped on a version that does not know it.
/// </summary>
public sealed class RemoteTlsSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("raft-specs-tls-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Systems_with_certificates_talk_over_an_address_that_says_so()
    {
        await using var here = Peer.Start("here", Tls("here", validate: false));
        await using var there = Peer.Start("there", Tls("there", validate: false));
        there.Echo("echo");
        Assert.Equal("akka.ssl.tcp", there.Address.Protocol);
        Assert.Equal("hello", await here.Select(there, "/user/echo").Ask<string>("hello", Waits.Patience));
    }

    [Fact]
    public async Task Large_and_many_messages_pass_through_TLS()
    {
        await using var here = Peer.Start("here", Tls("here", validate: false));
        await using var there = Peer.Start("there", Tls("there", validate: false));
        var witness = there.Witness("witness");
        var target = here.Resolve(there, "/user/witness");
        var messages = Enumerable.Range(0, 500).Select(i => new string('x', i * 200)).ToArray();
        foreach (var message in messages)
            target.Tell(message);
        Assert.Equal(messages, await witness.Take(messages.Length, "for all of them"));
    }

    [Fact]
    public async Task A_dialled_system_with_an_untrusted_certificate_is_refused()
    {
        await using var here = Peer.Start("here", Tls("here", validate: true));
        await using var there = Peer.Start("there", Tls("there", validate: false));
        var witness = there.Witness("witness");
        await IsRefused(here, there);
        Assert.Empty(witness.SoFar());
    }

    [MutualAuthenticationFact]
    public async Task A_dialling_system_with_an_untrusted_certificate_is_refused()
    {
        await using var here = Peer.Start("here", Tls("here", validate: false));
        await using var there = Peer.Start("there", Tls("there", validate: true));
        var witness = there.Witness("witness");
        await IsRefused(here, there);
        Assert.Empty(witness.SoFar());
    }

    [Fact]
    public async Task Without_mutual_authentication_the_dialling_systems_certificate_does_not_matter()
    {
        await using var here = Peer.Start("here", Tls("here", validate: false));
        await using var there = Peer.Start("there", Tls("there", validate: true, mutual: false));
        there.Echo("echo");
        Assert.Equal("hello", await here.Select(there, "/user/echo").Ask<string>("hello", Waits.Patience));
    }

    [Fact]
    public async Task A_system_without_TLS_has_no_way_to_one_with_it()
    {
        await using var here = Peer.Start("here");
        await using var there = Peer.Start("there", Tls("there", validate: false));
        var letters = await here.Listen<DeadLetter>();
        here.Resolve(there, "/user/witness").Tell("hello");
        await letters.NextOf<DeadLetter>("for the dead letter", letter => letter.Message is "hello");
    }

    [Fact]
    public async Task A_plain_connection_to_a_system_with_TLS_comes_to_nothing()
    {
        await using var here = Peer.Start("here");
        await using var there = Peer.Start("there", Tls("there", validate: false)
            + "\nakka.remote.handshake-timeout = 2s");
        var witness = there.Witness("witness");
        var errors = await here.Listen<AssociationErrorEvent>();
        here.Select("there", there.Port, "/user/witness").Tell("in plain text");
        await errors.NextOf<AssociationErrorEvent>("for the failed association");
        Assert.Empty(witness.SoFar());
    }

    [Fact]
    public void A_missing_certificate_fails_the_creation_of_the_system()
    {
        var error = Record.Exception(() => Peer.Start("here", """
            akka.remote.dot-netty.tcp.enable-ssl = on
            akka.remote.dot-netty.tcp.ssl.certificate.path = "no/such/file.pfx"
            """));
        Assert.NotNull(error);
    }

    private static async Task IsRefused(Peer here, Peer there)
    {
        var errors = await here.Listen<AssociationErrorEvent>();
        var letters = await here.Listen<DeadLetter>();
        here.Resolve(there, "/user/witness").Tell("hello");
        var error = await errors.NextOf<AssociationErrorEvent>("for the refusal");
        Assert.Equal(there.Address, error.RemoteAddress);
        await letters.NextOf<DeadLetter>("for the dead letter", letter => letter.Message is "hello");
    }

    private string Tls(string name, bool validate, bool mutual = true) => $$"""
        akka.remote.dot-netty.tcp {
          enable-ssl = on
          ssl {
            suppress-validation = {{(validate ? "off" : "on")}}
            require-mutual-authentication = {{(mutual ? "on" : "off")}}
            certificate {
              path = "{{Certificate(name).Replace('\\', '/')}}"
              password = "secret"
            }
          }
        }
        """;

    private string Certificate(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.Now.AddDays(-1), DateTimeOffset.Now.AddDays(1));
        var path = Path.Combine(_folder, $"{name}.pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pfx, "secret"));
        return path;
    }

    /// <summary>A version that knows mutual authentication has a key for it in its reference configuration.</summary>
    private sealed class MutualAuthenticationFactAttribute : FactAttribute
    {
        public MutualAuthenticationFactAttribute()
        {
            using var reference = typeof(RemoteSettings).Assembly
                .GetManifestResourceStream("Akka.Remote.Configuration.Remote.conf")!;
            using var reader = new StreamReader(reference);
            if (!reader.ReadToEnd().Contains("require-mutual-authentication", StringComparison.Ordinal))
                Skip = "this Akka.NET does not know mutual authentication";
        }
    }
}
