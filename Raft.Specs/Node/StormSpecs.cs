using Raft.Specs.VirtualTime;

namespace Raft.Specs.Node;

/// <summary>
/// Real nodes in storms that are drawn from seeds. Replay one: <c>Raft.Specs trace storm SEED lines</c>.
/// </summary>
public sealed class StormSpecs
{
    [Theory]
    [InlineData(100)]
    [InlineData(200)]
    [InlineData(300)]
    [InlineData(400)]
    public void After_a_storm_every_node_holds_what_was_acknowledged_once_and_nothing_that_was_refused(int seeds)
    {
        var acknowledged = 0;
        for (var seed = seeds; seed < seeds + 6; seed++)
        {
            var world = new VirtualWorld(seed, shuffle: true);
            acknowledged += Rage(world).Acknowledged;
        }

        Assert.True(acknowledged > 200, $"only {acknowledged} writes came through in all these storms");
    }

    [Fact]
    public void Storms_bring_every_kind_of_trouble()
    {
        var kinds = new SortedSet<string>(StringComparer.Ordinal);
        for (var seed = 1; seed <= 10; seed++)
            kinds.UnionWith(Rage(new VirtualWorld(seed, shuffle: true)).Faults.Keys);

        var expected = new[]
        {
            "process dies", "machine dies", "cut off", "hand over", "disk Write Fail", "disk Write FailButStored",
            "disk Write Reject", "disk Write Never", "disk Write NeverButStored",
        };
        Assert.Empty(expected.Except(kinds));
    }

    private static Storm Rage(VirtualWorld world)
    {
        try
        {
            return Storm.Rage(world);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"the storm of seed {world.Seed}: {e.Message}", e);
        }
    }
}
