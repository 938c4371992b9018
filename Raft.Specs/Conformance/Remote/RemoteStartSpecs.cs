using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Remote;

namespace Raft.Specs.Conformance.Remote;

public sealed class RemoteStartSpecs
{
    [Fact]
    public async Task Port_zero_takes_a_free_port_and_tells_which()
    {
        await using var first = Peer.Start("first");
        await using var second = Peer.Start("second");
        Assert.True(first.Port > 0);
        Assert.NotEqual(first.Port, second.Port);
        Assert.Equal($"akka.tcp://first@127.0.0.1:{first.Port}", first.Address.ToString());
    }

    [Fact]
    public async Task A_configured_port_is_the_one_in_the_address()
    {
        var port = Peer.FreePort();
        await using var peer = Peer.Start("peer", port: port);
        Assert.Equal(port, peer.Port);
    }

    [Fact]
    public async Task Public_host_and_port_are_what_the_address_says_and_what_peers_reach()
    {
        var port = Peer.FreePort();
        await using var here = Peer.Start("here");
        await using var there = Peer.Start("there", $"""
            akka.remote.dot-netty.tcp.public-hostname = localhost
            akka.remote.dot-netty.tcp.public-port = {port}
            """, port);
        Assert.Equal($"akka.tcp://there@localhost:{port}", there.Address.ToString());
        there.Echo("echo");
        Assert.Equal("hello", await here.Select(there, "/user/echo").Ask<string>("hello", Waits.Patience));
    }

    [Fact]
    public async Task The_providers_class_name_does_as_well_as_its_short_name()
    {
        await using var peer = Peer.Start("peer",
            """akka.actor.provider = "Akka.Remote.RemoteActorRefProvider, Akka.Remote" """);
        Assert.True(peer.Port > 0);
    }

    [Fact]
    public void A_port_in_use_fails_the_creation_of_the_system()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var error = Record.Exception(() => Peer.Start("late", port: port));
        Assert.Contains(Waits.Causes(error), cause =>
            cause is RemoteTransportException && cause.Message.StartsWith("Failed to bind", StringComparison.Ordinal));
        Assert.Contains(Waits.Causes(error), cause =>
            cause is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse });
    }

    [Fact]
    public async Task A_port_is_free_again_when_its_system_has_terminated()
    {
        var port = Peer.FreePort();
        for (var i = 0; i < 3; i++)
        {
            await using var peer = Peer.Start("peer", port: port);
            Assert.Equal(port, peer.Port);
        }
    }

    [Fact]
    public async Task What_was_told_before_termination_still_leaves()
    {
        const int count = 1_000;
        await using var there = Peer.Start("there");
        var witness = there.Witness("witness");
        var here = Peer.Start("here");
        var target = here.Resolve(there, "/user/witness");
        await target.Ask<ActorIdentity>(new Identify(null), Waits.Patience);
        for (var i = 0; i < count; i++)
            target.Tell(i);
        await here.DisposeAsync();
        Assert.Equal(Enumerable.Range(0, count).Cast<object>(), await witness.Take(count, "for all of them"));
    }
}
