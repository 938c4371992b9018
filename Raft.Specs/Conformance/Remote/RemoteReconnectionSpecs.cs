using Akka.Actor;
using Akka.Event;
using Akka.Remote;

namespace Raft.Specs.Conformance.Remote;

public sealed class RemoteReconnectionSpecs
{
    private const string LongGate = "akka.remote.retry-gate-closed-for = 60s";

    [Fact]
    public async Task A_restarted_peer_is_reached_again_by_a_selection()
    {
        var port = Peer.FreePort();
        await using var here = Peer.Start("here");
        var selection = here.Select("there", port, "/user/echo");
        await Reached(port, selection);
        await Reached(port, selection);
    }

    [Fact]
    public async Task A_restarted_peer_is_reached_again_by_a_path_without_uid()
    {
        var port = Peer.FreePort();
        await using var here = Peer.Start("here");
        var target = here.Provider.ResolveActorRef($"akka.tcp://there@127.0.0.1:{port}/user/echo");
        await Reached(port, target);
        await Reached(port, target);
    }

    [Fact]
    public async Task A_reference_from_before_a_peers_restart_ends_in_dead_letters_there()
    {
        var port = Peer.FreePort();
        await using var here = Peer.Start("here");
        var selection = here.Select("there", port, "/user/echo");
        IActorRef stale;
        await using (var before = Peer.Start("there", port: port))
        {
            before.Echo("echo");
            stale = await selection.ResolveOne(Waits.Patience);
        }
        await using var after = Peer.Start("there", port: port);
        var witness = after.Witness("echo");
        var letters = await after.Listen<DeadLetter>();
        var seen = new List<object>();
        await Waits.Until(() =>
        {
            stale.Tell("for the dead");
            selection.Tell("for the living");
            seen.AddRange(witness.SoFar());
            return Task.FromResult(seen.Count > 0);
        }, "for the restarted peer to be reached");
        await letters.NextOf<DeadLetter>("for the dead letter", letter => letter.Message is "for the dead");
        Assert.All(seen.Concat(witness.SoFar()), message => Assert.Equal("for the living", message));
    }

    [Fact]
    public async Task A_message_to_an_unreachable_address_becomes_a_dead_letter()
    {
        await using var here = Peer.Start("here");
        var letters = await here.Listen<DeadLetter>();
        here.Provider.ResolveActorRef($"akka.tcp://there@127.0.0.1:{Peer.FreePort()}/user/nobody").Tell("hello");
        await letters.NextOf<DeadLetter>("for the dead letter", letter => letter.Message is "hello");
    }

    [Fact]
    public async Task While_an_address_is_gated_messages_to_it_become_dead_letters()
    {
        await using var here = Peer.Start("here", LongGate);
        var letters = await here.Listen<DeadLetter>();
        var errors = await here.Listen<AssociationErrorEvent>();
        var target = here.Provider.ResolveActorRef($"akka.tcp://there@127.0.0.1:{Peer.FreePort()}/user/nobody");
        target.Tell("before");
        await errors.NextOf<AssociationErrorEvent>("for the failed association");
        for (var i = 0; i < 3; i++)
        {
            target.Tell(i);
            await letters.NextOf<DeadLetter>("for the dead letter", letter => letter.Message.Equals(i));
        }
    }

    [Fact]
    public async Task A_message_after_the_gate_has_opened_connects_again()
    {
        var port = Peer.FreePort();
        await using var here = Peer.Start("here");
        var errors = await here.Listen<AssociationErrorEvent>();
        var selection = here.Select("there", port, "/user/echo");
        selection.Tell("too early");
        await errors.NextOf<AssociationErrorEvent>("for the failed association");
        await Reached(port, selection);
    }

    [Fact]
    public async Task A_peer_that_connects_by_itself_is_let_through_the_gate()
    {
        var port = Peer.FreePort();
        await using var here = Peer.Start("here", LongGate);
        var errors = await here.Listen<AssociationErrorEvent>();
        here.Echo("echo");
        here.Select("there", port, "/user/witness").Tell("too early");
        await errors.NextOf<AssociationErrorEvent>("for the failed association");

        await using var there = Peer.Start("there", port: port);
        var witness = there.Witness("witness");
        await Waits.Until(() => Answers(there.Select(here, "/user/echo")), "for the gated peer's answer");
        here.Select("there", port, "/user/witness").Tell("now");
        Assert.Equal("now", await witness.Next("for a message through the gate"));
    }

    [Fact]
    public async Task An_address_of_an_unknown_protocol_leads_to_dead_letters()
    {
        await using var here = Peer.Start("here");
        var letters = await here.Listen<DeadLetter>();
        here.Provider.ResolveActorRef("akka.pigeon://there@127.0.0.1:1/user/nobody").Tell("hello");
        await letters.NextOf<DeadLetter>("for the dead letter", letter => letter.Message is "hello");
    }

    private static async Task Reached(int port, ICanTell target)
    {
        await using var there = Peer.Start("there", port: port);
        there.Echo("echo");
        await Waits.Until(() => Answers(target), "for an answer from the peer");
    }

    private static async Task<bool> Answers(ICanTell target)
    {
        try
        {
            return await target.Ask<string>("hello", TimeSpan.FromMilliseconds(250)) is "hello";
        }
        catch (AskTimeoutException)
        {
            return false;       // the gate was still closed, or the connection on its way
        }
    }
}
