using Raft.Specs.Chaos;

namespace Raft.Specs.Processes;

/// <summary>A spec that needs a small disk to fill. Where none can be mounted it is skipped, and says why.</summary>
public sealed class SmallDiskFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Reason = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("raft-disk-").FullName;
        using (var disk = new SmallDisk(folder))
        {
            if (disk.Mount() is { } problem)
                return $"No small disk can be mounted here: {problem}";
        }
        Directory.Delete(folder);
        return null;
    });

    public SmallDiskFactAttribute() => Skip = Reason.Value;
}

/// <summary>A disk that is really full, under a real process.</summary>
[Collection("processes")]
public sealed class FullDiskSpecs
{
    [SmallDiskFact]
    public async Task A_node_whose_disk_is_full_stops_with_one_clear_line_and_catches_up_once_there_is_space()
    {
        await using var cluster = ProcessCluster.Prepare(3);
        using var disk = new SmallDisk(Path.Combine(cluster.Data, "node-3"));
        Assert.Null(disk.Mount());
        for (var node = 1; node <= 3; node++)
            cluster.Start(node);
        await cluster.Leader();

        disk.Fill();
        var acknowledged = 0;
        // Until the node meets the end of its disk; what the others acknowledge meanwhile must be there in the end.
        for (; !cluster[3].HasExited; acknowledged++)
        {
            using var put = await cluster.Put(1, $"key-{acknowledged}", new string('v', 4096));
            Assert.True(put.IsSuccessStatusCode);
        }

        Assert.Equal(3, await cluster[3].Exit(ProcessCluster.Patience));
        var line = Assert.Single(cluster[3].Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches(
            @"^raft: node-3 ended by itself: .* \(the disk is full: \d+ bytes are left for .*node-3\)$", line);

        disk.Free();
        cluster.Start(3);
        await cluster.Until("node-3 has what was acknowledged while it was away", async () =>
            await cluster.Status(3) is not null
            && await cluster.Get(3, $"key-{acknowledged - 1}", "?consistency=stale") is not null);
        for (var key = 0; key < acknowledged; key++)
            Assert.NotNull(await cluster.Get(3, $"key-{key}", "?consistency=stale"));
    }
}
