using Akka.Actor;

namespace Raft.Specs.Conformance.Remote;

public sealed class RemoteUntrustedModeSpecs : IAsyncLifetime
{
    private readonly Peer _stranger = Peer.Start("stranger");
    private readonly Peer _guarded = Peer.Start("guarded", """
        akka.remote.untrusted-mode = on
        akka.remote.trusted-selection-paths = ["/user/door"]
        """);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _stranger.DisposeAsync();
        await _guarded.DisposeAsync();
    }

    [Fact]
    public async Task A_message_to_a_reference_is_let_in()
    {
        var witness = _guarded.Witness("inside");
        _stranger.Resolve(_guarded, "/user/inside").Tell("hello");
        Assert.Equal("hello", await witness.Next("for the message"));
    }

    [Fact]
    public async Task A_selection_of_a_trusted_path_is_let_in()
    {
        var door = _guarded.Witness("door");
        _stranger.Select(_guarded, "/user/door").Tell("hello");
        Assert.Equal("hello", await door.Next("for the message"));
    }

    [Fact]
    public async Task A_selection_of_any_other_path_is_dropped()
    {
        var inside = _guarded.Witness("inside");
        _stranger.Select(_guarded, "/user/inside").Tell("by selection");
        _stranger.Resolve(_guarded, "/user/inside").Tell("by reference");
        Assert.Equal("by reference", await inside.Next("for the message that follows"));
    }

    [Fact]
    public async Task A_wildcard_is_dropped_even_where_it_would_match_a_trusted_path()
    {
        var door = _guarded.Witness("door");
        _stranger.Select(_guarded, "/user/*").Tell("by wildcard");
        _stranger.Select(_guarded, "/user/door").Tell("by name");
        Assert.Equal("by name", await door.Next("for the message that follows"));
    }

    [Fact]
    public async Task A_poison_pill_is_dropped()
    {
        var inside = _guarded.Witness("inside");
        var target = _stranger.Resolve(_guarded, "/user/inside");
        target.Tell(PoisonPill.Instance);
        target.Tell("still there?");
        Assert.Equal("still there?", await inside.Next("for the message that follows"));
    }

    [Fact]
    public async Task A_poison_pill_is_dropped_on_a_trusted_path_too()
    {
        var door = _guarded.Witness("door");
        var selection = _stranger.Select(_guarded, "/user/door");
        selection.Tell(PoisonPill.Instance);
        selection.Tell("still there?");
        Assert.Equal("still there?", await door.Next("for the message that follows"));
    }

    [Fact]
    public async Task What_leaves_an_untrusting_system_is_not_restricted()
    {
        var witness = _stranger.Witness("witness");
        _guarded.Select(_stranger, "/user/witness").Tell("hello");
        Assert.Equal("hello", await witness.Next("for the message"));
    }
}
