using Akka.Actor;
using Raft.Actors.Client;
using Raft.Actors.Consensus;
using Raft.Actors.Machines;
using Raft.Actors.Node;
using Raft.Actors.Protocol;

namespace Raft.Actors.Offline;

/// <summary>One thing that a journal holds.</summary>
/// <param name="SequenceNr">Its position in the journal; 0 for the snapshot that stands for everything before.</param>
/// <param name="Event">What happened.</param>
public sealed record JournalRecord(long SequenceNr, RaftEvent Event);

/// <summary>What a journal could be read to.</summary>
/// <param name="Ledger">What the node would remember.</param>
/// <param name="LastSequenceNr">The last position that could be read.</param>
/// <param name="Damage">What is wrong with the record after it, or null when everything could be read.</param>
public sealed record JournalReport(Ledger Ledger, long LastSequenceNr, string? Damage);

/// <summary>
/// A node that does not run, looked at and changed through its journal. Only while no process runs it: the caller holds
/// the data folder's lock.
/// </summary>
/// <param name="system">A system whose configuration has the node's journal and snapshot plug-ins.</param>
/// <param name="group">The group.</param>
/// <param name="settings">The node's settings.</param>
public sealed class OfflineNode(ActorSystem system, string group, RaftSettings settings)
{
    /// <summary>Reads the whole journal and checks every checksum.</summary>
    /// <param name="each">Called for every record, in order.</param>
    public Task<JournalReport> Read(Action<JournalRecord> each) => Run(each, _ => [], null);

    /// <summary>
    /// Reads the whole journal, checks every checksum, and brings a machine to the state after the last entry, as if
    /// all of them were committed: which of the last ones are, only a majority knows.
    /// </summary>
    /// <param name="machine">A machine of the node's kind, as it is made.</param>
    public async Task<JournalReport> Replay(IStateMachine machine)
    {
        LedgerSnapshot? snapshot = null;
        var report = await Read(record => snapshot = record.Event as LedgerSnapshot ?? snapshot).ConfigureAwait(false);
        var applier = new Applier(machine);
        if (snapshot is not null)
            applier.Restore(snapshot.Image);
        var log = report.Ledger.Log;
        foreach (var entry in log.Slice(Math.Max(applier.AppliedIndex, log.BaseIndex) + 1, int.MaxValue, long.MaxValue))
            applier.Apply(entry);
        return report;
    }

    /// <summary>
    /// After the loss of a majority: makes this node the only voter of a cluster of its own, in a new term. Whatever it
    /// lacks is lost. The others given become voters when they have caught up; they should start from empty disks.
    /// </summary>
    /// <param name="members">The new members, this node among them.</param>
    /// <param name="note">Who says so and why; kept in the journal.</param>
    /// <exception cref="InvalidDataException">
    /// The journal is damaged or empty, or this node is not among the members.
    /// </exception>
    public Task<JournalReport> Recover(IReadOnlyList<Member> members, string note) =>
        Run(_ => { }, ledger => Takeover.Of(ledger, settings.Node, members, note), null);

    /// <summary>Puts a backup in place of an empty disk.</summary>
    /// <param name="backup">The backup.</param>
    /// <param name="members">
    /// The members of the new cluster. The same on all its nodes, each of which is restored from the same file.
    /// </param>
    /// <exception cref="InvalidDataException">The disk is not empty.</exception>
    public Task<JournalReport> Restore(Backup backup, IReadOnlyList<Member> members)
    {
        var configuration = ClusterConfiguration.Of(members);
        var founded = new NodeFounded(
            settings.ClusterId, settings.Node, Random.Shared.NextInt64(1, long.MaxValue), configuration);
        var snapshot = backup.Snapshot with
        {
            Founded = founded,
            VotedFor = null,
            Snapshot = backup.Snapshot.Snapshot with { Configuration = configuration },
            Tail = [],
        };
        return Run(_ => { }, _ => [founded], snapshot);
    }

    private async Task<JournalReport> Run(
        Action<JournalRecord> each, Func<Ledger, IReadOnlyList<RaftEvent>> write, LedgerSnapshot? snapshot)
    {
        var done = new TaskCompletionSource<JournalReport>(TaskCreationOptions.RunContinuationsAsynchronously);
        var job = new JournalJob(group, settings, each, write, snapshot, done);
        var actor = system.ActorOf(JournalEditor.Props(job));
        var report = await done.Task.ConfigureAwait(false);
        await actor.GracefulStop(TimeSpan.FromSeconds(5)).ConfigureAwait(false);
        return report;
    }
}
