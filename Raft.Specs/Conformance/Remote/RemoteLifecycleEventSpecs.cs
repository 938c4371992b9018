using System.Threading.Channels;
using Akka.Actor;
using Akka.Event;
using Akka.Remote;

namespace Raft.Specs.Conformance.Remote;

public sealed class RemoteLifecycleEventSpecs
{
    [Fact]
    public async Task Both_ends_publish_that_they_are_associated()
    {
        await using var here = Peer.Start("here");
        await using var there = Peer.Start("there");
        var (mine, theirs) = (await here.Listen<AssociatedEvent>(), await there.Listen<AssociatedEvent>());
        await Connect(here, there);

        var outbound = await mine.NextOf<AssociatedEvent>("for the event at the dialling end");
        Assert.False(outbound.IsInbound);
        Assert.Equal((here.Address, there.Address), (outbound.LocalAddress, outbound.RemoteAddress));
        var inbound = await theirs.NextOf<AssociatedEvent>("for the event at the dialled end");
        Assert.True(inbound.IsInbound);
        Assert.Equal((there.Address, here.Address), (inbound.LocalAddress, inbound.RemoteAddress));
    }

    [Fact]
    public async Task The_dialling_end_publishes_that_its_peer_has_gone()
    {
        await using var here = Peer.Start("here");
        var there = Peer.Start("there");
        var lost = await here.Listen<DisassociatedEvent>();
        await Connect(here, there);
        await there.DisposeAsync();
        var disassociated = await lost.NextOf<DisassociatedEvent>("for the event");
        Assert.Equal(there.Address, disassociated.RemoteAddress);
        Assert.Equal(here.Address, disassociated.LocalAddress);
    }

    [Fact]
    public async Task The_dialled_end_publishes_that_its_peer_has_gone()
    {
        var here = Peer.Start("here");
        await using var there = Peer.Start("there");
        var lost = await there.Listen<DisassociatedEvent>();
        await Connect(here, there);
        await here.DisposeAsync();
        var disassociated = await lost.NextOf<DisassociatedEvent>("for the event");
        Assert.Equal(here.Address, disassociated.RemoteAddress);
        Assert.True(disassociated.IsInbound);
    }

    [Fact]
    public async Task A_failed_association_is_published_with_its_cause()
    {
        await using var here = Peer.Start("here");
        var errors = await here.Listen<AssociationErrorEvent>();
        var port = Peer.FreePort();
        here.Select("there", port, "/user/nobody").Tell("hello");
        var error = await errors.NextOf<AssociationErrorEvent>("for the event");
        Assert.Equal($"akka.tcp://there@127.0.0.1:{port}", error.RemoteAddress.ToString());
        Assert.Equal(here.Address, error.LocalAddress);
        Assert.False(error.IsInbound);
        Assert.NotNull(error.Cause);
    }

    [Fact]
    public async Task Every_kind_of_event_can_be_listened_for_at_once()
    {
        await using var here = Peer.Start("here");
        await using var there = Peer.Start("there");
        var events = await here.Listen<RemotingLifecycleEvent>();
        await Connect(here, there);
        await events.NextOf<AssociatedEvent>("for the association");
        here.Select("nobody", Peer.FreePort(), "/user/nobody").Tell("hello");
        await events.NextOf<AssociationErrorEvent>("for the failure");
    }

    [Fact]
    public async Task A_system_that_terminates_publishes_that_its_remoting_has_shut_down()
    {
        var here = Peer.Start("here");
        await using var there = Peer.Start("there");
        var survivor = there.Witness("survivor");
        here.System.EventStream.Subscribe(survivor.Ref, typeof(RemotingShutdownEvent));
        await here.DisposeAsync();
        await survivor.NextOf<RemotingShutdownEvent>("for the event");
    }

    [Fact]
    public async Task A_system_that_starts_publishes_where_it_listens()
    {
        await using var here = Peer.Start("listening-system", StartupListener.Config);
        var published = await StartupListener.Heard.Reader.ReadAsync().AsTask().WaitAsync(Waits.Patience);
        Assert.Equal([here.Address], Assert.IsType<RemotingListenEvent>(published).ListenAddresses);
    }

    /// <summary>
    /// A logger starts before remoting does, so it hears what nobody else can have subscribed to yet.
    /// </summary>
    public sealed class StartupListener : UntypedActor
    {
        public const string Config =
            """
            akka.loggers = ["Raft.Specs.Conformance.Remote.RemoteLifecycleEventSpecs+StartupListener, Raft.Specs"]
            """;

        public static readonly Channel<object> Heard = Channel.CreateUnbounded<object>();

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case InitializeLogger:
                    Context.System.EventStream.Subscribe(Self, typeof(RemotingListenEvent));
                    Sender.Tell(new LoggerInitialized());
                    break;
                case RemotingListenEvent:
                    Heard.Writer.TryWrite(message);
                    break;
            }
        }
    }

    private static Task<ActorIdentity> Connect(Peer here, Peer there) =>
        here.Select(there, "/user/nobody").Ask<ActorIdentity>(new Identify(null), Waits.Patience);
}
