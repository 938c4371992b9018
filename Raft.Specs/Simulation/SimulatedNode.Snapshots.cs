using Raft.Actors.Consensus;
using Raft.Actors.Protocol;

namespace Raft.Specs.Simulation;

/// <summary>Snapshots as the actor takes, saves, sends and installs them.</summary>
public sealed partial class SimulatedNode
{
    private LedgerSnapshot? _latest;
    private LedgerSnapshot? _saving;
    private LedgerSnapshot? _installNext;
    private bool _savingInstalls;
    private bool _imaging;
    private long _entriesSinceImage;

    private sealed record ImageWritten(SnapshotHeader Header, ReadOnlyMemory<byte> Image);

    private sealed record SnapshotIsDurable;

    /// <summary>Whether an image from the leader is on its way to the disk, to take the log's place.</summary>
    public bool IsInstalling => _installNext is not null || (_saving is not null && _savingInstalls);

    /// <summary>Takes a snapshot now, whether one is due or not.</summary>
    public void TakeImage()
    {
        var ledger = Replica.Ledger;
        if (_imaging || _saving is not null || Replica.Installing || AppliedIndex <= (_latest?.Snapshot.Index ?? 0))
            return;
        (_imaging, _entriesSinceImage) = (true, 0);
        var (index, clock) = (AppliedIndex, _applier.ClockMs);
        using var stream = new MemoryStream();
        _applier.Capture().WriteTo(stream);
        var image = stream.ToArray();
        var header = new SnapshotHeader(
            index, ledger.Log.TermAt(index)!.Value, clock, ledger.ConfigurationAt(index), image.Length,
            Crc32C.Of(image));
        cluster.Background(this, WhileAlive(() => Tell(new ImageWritten(header, image))));
    }

    private bool TakeOwn(object message)
    {
        switch (message)
        {
            case ImageWritten written: SaveImage(written); return true;
            case SnapshotIsDurable: Saved(); return true;
            default: return false;
        }
    }

    private void SnapshotWhenDue()
    {
        if (cluster.SnapshotEvery > 0 && _entriesSinceImage >= cluster.SnapshotEvery)
            TakeImage();
    }

    private void SaveImage(ImageWritten written)
    {
        _imaging = false;
        var ledger = Replica.Ledger;
        if (Replica.Installing || written.Header.Index < ledger.Log.BaseIndex)
            return;
        var tail = ledger.Log.Slice(written.Header.Index + 1, int.MaxValue, long.MaxValue);
        Save(new LedgerSnapshot(ledger.Founded!, ledger.Term, ledger.VotedFor, written.Header, tail, written.Image),
            installs: false);
    }

    private void Install(LedgerSnapshot image)
    {
        if (_saving is null)
            Save(image, installs: true);
        else
            _installNext = image;
    }

    private void Save(LedgerSnapshot snapshot, bool installs)
    {
        snapshot = snapshot with { Term = Replica.Ledger.Term, VotedFor = Replica.Ledger.VotedFor };
        (_saving, _savingInstalls) = (snapshot, installs);
        var (life, written) = (_life, Disk.Written);
        cluster.Write(this, () =>
        {
            if (life != _life)
                return;
            Disk.Save(snapshot, written);
            Tell(new SnapshotIsDurable());
        });
    }

    private void Saved()
    {
        var saved = _saving!;
        _saving = null;
        _latest = saved;
        cluster.Saved(this, saved, _savingInstalls);
        if (_savingInstalls)
            Installed(saved);
        else
            Take(new SnapshotSaved(saved.Snapshot, saved.Snapshot.Index - cluster.Retain));
        if (_installNext is not { } next || !IsUp)
            return;
        _installNext = null;
        Save(next, installs: true);
    }

    private void Installed(LedgerSnapshot image)
    {
        if (image.Snapshot.Index > AppliedIndex)
        {
            _applier.Restore(image.Image);
            cluster.Restored(this);
        }

        _entriesSinceImage = 0;
        Take(new SnapshotInstalled(image));
    }

    private void SendChunk(ChunkWanted wanted)
    {
        if (_latest is not { } latest || latest.Snapshot != wanted.Snapshot)
            return;
        var length = (int)Math.Min(cluster.Settings.SnapshotChunkBytes, latest.Image.Length - wanted.Offset);
        if (length < 0)
            return;
        var data = latest.Image.Slice((int)wanted.Offset, length);
        cluster.Send(this, [new Outbound(wanted.To, new InstallSnapshot(
            wanted.Term, latest.Snapshot, wanted.Offset, data, Crc32C.Of(data.Span), wanted.Round))]);
    }

    private void ForgetSnapshots()
    {
        (_latest, _saving, _installNext) = (null, null, null);
        (_savingInstalls, _imaging, _entriesSinceImage) = (false, false, 0);
    }
}
