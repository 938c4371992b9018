using Raft.Actors.Replicated;

namespace Raft.Specs.Replicated;

/// <summary>Locks as their users see them.</summary>
public sealed class LockSpecs(SharedGroup shared) : IClassFixture<SharedGroup>
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task A_lock_is_had_by_one_and_its_token_grows_from_owner_to_owner()
    {
        var (ana, bob) = (shared.Containers.Lock("door", "ana"), shared.Containers.Lock("door", "bob"));
        var first = Held(await ana.TryAcquire(Long));
        var refused = Assert.IsType<LockAnswer.Taken>((await bob.TryAcquire(Long)).Value);

        Assert.Equal(("ana", first.Token), (refused.By.Owner, refused.By.Token));
        Assert.True((await ana.Release(first)).Value);
        var second = Held(await bob.TryAcquire(Long));

        Assert.True(second.Token > first.Token);
        Assert.Equal("bob", (await ana.Holder()).Value!.Owner);
        Assert.False((await ana.Release(first)).Value);
    }

    [Fact]
    public async Task A_grant_is_renewed_for_as_long_as_it_is_held_and_not_after()
    {
        var window = shared.Containers.Lock("window");
        var grant = Held(await window.TryAcquire(Long));

        Assert.Equal(grant.Token, Held(await window.Renew(grant, Long)).Token);

        await window.Release(grant);
        Assert.IsType<LockAnswer.Lost>((await window.Renew(grant, Long)).Value);
        Assert.Null((await window.Holder()).Value);
    }

    [Fact]
    public async Task The_holder_gives_up_before_the_cluster_does()
    {
        var gate = shared.Containers.Lock("gate");

        var grant = Held(await gate.TryAcquire(Long));

        Assert.InRange(grant.Left, TimeSpan.FromMinutes(8), TimeSpan.FromMinutes(9));
        Assert.True(grant.IsValid);
    }

    [Fact]
    public async Task Who_names_no_owner_is_nobody_else()
    {
        var (one, two) = (shared.Containers.Lock("lid"), shared.Containers.Lock("lid"));
        Held(await one.TryAcquire(Long));

        Assert.IsType<LockAnswer.Taken>((await two.TryAcquire(Long)).Value);
    }

    private static LockGrant Held(Raft.Actors.Machines.TypedAnswer<LockAnswer> answer) =>
        Assert.IsType<LockAnswer.Held>(answer.Value).Grant;
}
