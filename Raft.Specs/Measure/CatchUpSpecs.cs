namespace Raft.Specs.Measure;

/// <summary>The same as <c>./raft measure catch-up</c>, a tenth of its size so that every run can have it.</summary>
[Collection("processes")]
public sealed class CatchUpSpecs
{
    [Fact]
    public async Task A_node_that_was_away_is_brought_back_by_snapshot_while_the_cluster_serves_and_nobody_stands()
    {
        var plan = new CatchUp(Entries: 20_000, ValueBytes: 512)
        {
            Settings = "snapshot { every-entries = 5000, retain-entries = 100 }",
        };

        var seen = await plan.Run((_, _) => { });

        Assert.InRange(seen.SnapshotIndex, 10_000, long.MaxValue);
        Assert.Equal((0, seen.TermBefore, true), (seen.Elections, seen.TermAfter, seen.Alike));
        Assert.InRange(seen.Served, 1, long.MaxValue);
    }
}
