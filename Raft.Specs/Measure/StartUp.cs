using System.Diagnostics;
using Raft.Specs.Processes;

namespace Raft.Specs.Measure;

/// <summary>The restart of a node whose log has grown long since its last snapshot.</summary>
/// <param name="Entries">How many entries the journal holds.</param>
/// <param name="ValueBytes">The size of each value.</param>
internal sealed record StartUp(int Entries, int ValueBytes)
{
    // Nothing but the log: not one snapshot is taken.
    private const string NoSnapshot = "\nraft.snapshot { every-entries = 2000000000, every-size = 64GiB }\n";

    /// <summary>Plays it on one real process.</summary>
    public async Task<StartUpReport> Run(Action<string, double> progress)
    {
        await using var cluster = ProcessCluster.Prepare(1);
        await File.AppendAllTextAsync(cluster.ConfigOf(1), NoSnapshot);
        cluster.Start(1);
        await cluster.Leader();
        var written = 0;
        await Load.Write([cluster.AddressOf(1)], 0, Entries, ValueBytes, () =>
        {
            if (Interlocked.Increment(ref written) % 1000 == 0)
                progress("writing", (double)written / Entries);
        });
        await cluster[1].Kill();

        progress("starting again", 1);
        var clock = Stopwatch.StartNew();
        cluster.Start(1);
        await cluster.Until("the node has applied its whole log again", async () =>
            (await cluster.Status(1))?.AppliedIndex > Entries);
        var took = clock.Elapsed;
        using var process = Process.GetProcessById(cluster[1].Id);
        var journal = Directory.GetFiles(Path.GetDirectoryName(cluster.JournalOf(1))!, "journal.db*").Sum(
            f => new FileInfo(f).Length);
        return new StartUpReport(took, journal, process.WorkingSet64, process.PeakWorkingSet64);
    }
}

/// <summary>What a restart took.</summary>
/// <param name="Took">From the start of the process to having applied every entry.</param>
/// <param name="JournalBytes">The size of the journal's files.</param>
/// <param name="WorkingSet">Memory in use then, in bytes.</param>
/// <param name="PeakWorkingSet">The most that was in use before.</param>
internal sealed record StartUpReport(TimeSpan Took, long JournalBytes, long WorkingSet, long PeakWorkingSet);
