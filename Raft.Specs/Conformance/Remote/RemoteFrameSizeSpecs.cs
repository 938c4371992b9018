using Akka.Actor;
using Akka.Event;
using Akka.Remote;

namespace Raft.Specs.Conformance.Remote;

public sealed class RemoteFrameSizeSpecs
{
    private const string Raised = "akka.remote.dot-netty.tcp.maximum-frame-size = 1000000b";

    [Fact]
    public async Task A_message_within_the_limit_arrives_whole()
    {
        await using var here = Peer.Start("here");
        await using var there = Peer.Start("there");
        var witness = there.Witness("witness");
        var message = new string('x', 120_000);
        here.Resolve(there, "/user/witness").Tell(message);
        Assert.Equal(message, await witness.Next("for the message"));
    }

    [Fact]
    public async Task A_message_over_the_limit_is_dropped_and_the_next_one_arrives_on_the_same_association()
    {
        await using var here = Peer.Start("here");
        await using var there = Peer.Start("there");
        var witness = there.Witness("witness");
        var lost = await here.Listen<DisassociatedEvent>();
        var target = here.Resolve(there, "/user/witness");
        target.Tell("first");
        target.Tell(new string('x', 130_000));
        target.Tell("third");
        Assert.Equal(["first", "third"], await witness.Take(2, "for what is small enough"));
        Assert.Empty(lost.SoFar());
    }

    [Fact]
    public async Task The_sender_logs_which_message_was_too_large()
    {
        await using var here = Peer.Start("here");
        await using var there = Peer.Start("there");
        var errors = await here.Listen<Error>();
        here.Resolve(there, "/user/witness").Tell(new string('x', 130_000));
        var error = await errors.NextOf<Error>("for the error", found => found.Cause is not null);
        Assert.Contains("oversized payload", error.Cause!.Message, StringComparison.Ordinal);
        Assert.Contains("128000", error.Cause!.Message, StringComparison.Ordinal);
        Assert.Contains("System.String", error.Cause!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_raised_limit_lets_larger_messages_through()
    {
        await using var here = Peer.Start("here", Raised);
        await using var there = Peer.Start("there", Raised);
        var witness = there.Witness("witness");
        var target = here.Resolve(there, "/user/witness");
        var messages = Enumerable.Range(0, 10).Select(i => new string((char)('a' + i), 900_000)).ToArray();
        foreach (var message in messages)
            target.Tell(message);
        Assert.Equal(messages, await witness.Take(messages.Length, "for all of them"));
    }

    [Fact]
    public void A_limit_below_32000_bytes_is_refused_at_the_start()
    {
        var error = Record.Exception(
            () => Peer.Start("here", "akka.remote.dot-netty.tcp.maximum-frame-size = 31999b"));
        Assert.Contains(Waits.Causes(error),
            cause => cause.Message.Contains("maximum-frame-size must be at least 32000", StringComparison.Ordinal));
    }
}
