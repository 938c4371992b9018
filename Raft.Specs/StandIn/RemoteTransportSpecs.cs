using Akka.Actor;
using Akka.Event;
using Akka.Remote;
using Raft.Specs.Conformance.Remote;

namespace Raft.Specs.StandIn;

/// <summary>
/// What the stand-in's own transport promises beyond Akka.NET's documentation: whoever talks nonsense to its port
/// loses the connection and harms nobody, and a peer that does not keep up costs a bounded amount of memory.
/// </summary>
public sealed class RemoteTransportSpecs : IAsyncLifetime
{
    private readonly Peer _system = Peer.Start("system", "akka.remote.handshake-timeout = 1s");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _system.DisposeAsync();

    [Fact]
    public async Task Garbage_costs_its_sender_the_connection()
    {
        using var stranger = await RawPeer.Dial(_system.Port);
        await stranger.Send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        await stranger.IsCutOff();
        await IsUnharmed();
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(1025)]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task An_impossible_length_before_the_introduction_costs_the_connection(int length)
    {
        using var stranger = await RawPeer.Dial(_system.Port);
        await stranger.Send(BitConverter.GetBytes(length));
        await stranger.IsCutOff();
        await IsUnharmed();
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(128_001)]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task An_impossible_length_after_the_introduction_costs_the_connection(int length)
    {
        using var peer = await Introduced();
        await peer.Send(BitConverter.GetBytes(length));
        await peer.IsCutOff();
        await IsUnharmed();
    }

    [Fact]
    public async Task A_stranger_that_introduces_itself_byte_by_byte_is_cut_off()
    {
        using var stranger = await RawPeer.Dial(_system.Port);
        await stranger.Send(40, 0, 0);
        await stranger.IsCutOff();
        await IsUnharmed();
    }

    [Fact]
    public async Task Half_a_frame_and_then_the_end_harms_nobody()
    {
        using (var peer = await Introduced())
            await peer.Send(100, 0, 0, 0, 2, 1);
        await IsUnharmed();
    }

    [Fact]
    public async Task A_message_that_is_cut_short_costs_the_connection()
    {
        using var peer = await Introduced();
        await peer.SendFrame(2, 17, 0, 0, 0, 255, 255, 0, 0, 0, 0);
        await peer.IsCutOff();
        await IsUnharmed();
    }

    [Fact]
    public async Task A_message_whose_serializer_nobody_has_costs_that_message_alone()
    {
        var witness = _system.Witness("witness");
        using var peer = await Introduced();
        var path = System.Text.Encoding.UTF8.GetBytes($"{_system.Address}/user/witness");
        await peer.SendFrame([2, 99, 99, 0, 0, (byte)path.Length, 0, .. path, 0, 0, 0, 0, 1, 2, 3]);
        await peer.SendFrame([2, 17, 0, 0, 0, (byte)path.Length, 0, .. path, 0, 0, 1, 0, (byte)'S', (byte)'k']);
        Assert.Equal("k", await witness.Next("for the message that follows"));
    }

    [Fact]
    public async Task A_frame_in_many_pieces_is_put_together()
    {
        var witness = _system.Witness("witness");
        using var peer = await Introduced();
        var path = System.Text.Encoding.UTF8.GetBytes($"{_system.Address}/user/witness");
        byte[] body = [2, 17, 0, 0, 0, (byte)path.Length, 0, .. path, 0, 0, 1, 0, (byte)'S', (byte)'k'];
        foreach (var piece in BitConverter.GetBytes(body.Length).Concat(body))
            await peer.Send(piece);
        Assert.Equal("k", await witness.Next("for the message"));
    }

    [Fact]
    public async Task Another_version_of_the_protocol_is_refused()
    {
        using var peer = await RawPeer.Dial(_system.Port);
        await peer.Introduce("other", 1, RawPeer.Version + 1);
        await peer.IsCutOff();
    }

    [Fact]
    public async Task A_reset_connection_is_reported_at_once()
    {
        var lost = await _system.Listen<DisassociatedEvent>();
        using var peer = await Introduced();
        peer.Reset();
        var reset = Environment.TickCount64;
        await lost.NextOf<DisassociatedEvent>("for the event");
        Assert.InRange(Environment.TickCount64 - reset, 0, 3_000);      // long before a heartbeat is missed
    }

    [Fact]
    public async Task A_peer_that_falls_silent_is_given_up()
    {
        await using var nervous = Peer.Start("nervous", """
            akka.remote.transport-failure-detector {
              heartbeat-interval = 100ms
              acceptable-heartbeat-pause = 500ms
            }
            """);
        var lost = await nervous.Listen<DisassociatedEvent>();
        using var peer = await Introduced(nervous);
        await lost.NextOf<DisassociatedEvent>("for the event");
        await peer.IsCutOff();
    }

    [Fact]
    public async Task What_does_not_fit_the_outbound_buffer_becomes_a_dead_letter()
    {
        await using var sender = Peer.Start("sender", "akka.remote.handshake-timeout = 60s");
        var letters = await sender.Listen<DeadLetter>();
        var errors = await sender.Listen<AssociationErrorEvent>();
        using var peer = RawPeer.Listen();
        var target = sender.Provider.ResolveActorRef($"akka.tcp://deaf@127.0.0.1:{peer.Port}/user/nobody");
        target.Tell("hello");
        await peer.Accept();
        await peer.ReadIntroduction();

        // 64 MiB is the bound, and as the peer never answers its introduction, every byte has to wait.
        var message = new string('x', 100_000);
        for (var i = 0; i < 700; i++)
            target.Tell(message);
        await letters.NextOf<DeadLetter>("for what did not fit", letter => letter.Message is string { Length: > 5 });
        Assert.Empty(errors.SoFar());
    }

    [Fact]
    public async Task Systems_that_dial_each_other_at_the_same_moment_lose_and_reorder_nothing()
    {
        const int rounds = 10, count = 200;
        var expected = Enumerable.Range(0, count).Cast<object>().ToArray();
        for (var round = 0; round < rounds; round++)
        {
            await using var left = Peer.Start("left");
            await using var right = Peer.Start("right");
            var (leftHears, rightHears) = (left.Witness("witness"), right.Witness("witness"));
            var (toRight, toLeft) = (left.Resolve(right, "/user/witness"), right.Resolve(left, "/user/witness"));
            await Task.WhenAll(Task.Run(() => TellAll(toRight)), Task.Run(() => TellAll(toLeft)));
            Assert.Equal(expected, await leftHears.Take(count, "for what the right one tells"));
            Assert.Equal(expected, await rightHears.Take(count, "for what the left one tells"));
        }

        static void TellAll(IActorRef target)
        {
            for (var i = 0; i < count; i++)
                target.Tell(i);
        }
    }

    [Fact]
    public async Task A_peer_that_hangs_does_not_hold_up_the_systems_end_for_long()
    {
        var system = Peer.Start("ending", "akka.remote.flush-wait-on-shutdown = 500ms");
        using var peer = await Introduced(system);
        var begun = Environment.TickCount64;
        await system.DisposeAsync();
        Assert.InRange(Environment.TickCount64 - begun, 0, 10_000);
    }

    [Fact]
    public async Task A_watch_across_systems_is_refused_aloud()
    {
        await using var there = Peer.Start("there");
        var watcher = _system.Witness("watcher");
        var errors = await _system.Listen<Error>();
        watcher.Watch(_system.Resolve(there, "/user/somebody"));
        var error = await errors.NextOf<Error>("for the refusal", found => found.Cause is not null);
        Assert.Contains(Waits.Causes(error.Cause), cause => cause is NotSupportedException);
    }

    [Fact]
    public void Two_systems_do_not_share_a_port() =>
        Assert.ThrowsAny<AggregateException>(() => Peer.Start("late", port: _system.Port));

    private Task<RawPeer> Introduced() => Introduced(_system);

    private static async Task<RawPeer> Introduced(Peer system)
    {
        var peer = await RawPeer.Dial(system.Port);
        await peer.Introduce("other", 1);
        await peer.ReadIntroduction();
        return peer;
    }

    private async Task IsUnharmed()
    {
        await using var friend = Peer.Start("friend");
        var identity = await friend.Select(_system, "/user").Ask<ActorIdentity>(new Identify(null), Waits.Patience);
        Assert.NotNull(identity.Subject);
    }
}
