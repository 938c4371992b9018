using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using Raft.Actors.Consensus;
using Raft.Actors.Protocol;

namespace Raft.Actors.Node;

/// <summary>
/// Snapshots (§7). One holds everything that the events before it held: identity, term, vote, the log's tail, and the
/// machine's image. Two are kept, with the events since the older, so that a damaged one is not the end of the node.
/// </summary>
internal sealed partial class RaftNode
{
    private long _entriesSinceImage;
    private long _bytesSinceImage;
    private bool _imaging;
    private (LedgerSnapshot Snapshot, bool IsInstall)? _saving;
    private LedgerSnapshot? _installNext;
    private LedgerSnapshot? _latest;            // durable: what a follower that is far behind is sent
    private long _latestSequenceNr;

    /// <summary>The machine's image is written out and waits to be saved.</summary>
    private sealed record ImageWritten(SnapshotHeader Header, ReadOnlyMemory<byte> Image)
        : INoSerializationVerificationNeeded;

    private sealed record ImageFailed(Exception Cause) : INoSerializationVerificationNeeded;

    private bool HandleSnapshot(object message)
    {
        switch (message)
        {
            case ImageWritten written: SaveImage(written); return true;
            case ImageFailed failed:
                Fail($"the state machine's image cannot be written: {failed.Cause.Message}", failed.Cause);
                return true;
            case SaveSnapshotSuccess saved: Saved(saved.Metadata); return true;
            case SaveSnapshotFailure failed: NotSaved(failed); return true;
            case DeleteMessagesSuccess or DeleteSnapshotsSuccess: return true;
            case DeleteMessagesFailure failed:
                _log.Warning(
                    "Old events up to {0} stay in the journal for now: {1}", failed.ToSequenceNr, failed.Cause.Message);
                return true;
            case DeleteSnapshotsFailure failed:
                _log.Warning("Old snapshots stay for now: {0}", failed.Cause.Message);
                return true;
            default: return false;
        }
    }

    private void CountForSnapshot(LogEntry entry)
    {
        _entriesSinceImage++;
        _bytesSinceImage += entry.SizeBytes;
    }

    private void SnapshotWhenDue()
    {
        var settings = _setup.Settings;
        if (_entriesSinceImage >= settings.SnapshotEveryEntries || _bytesSinceImage >= settings.SnapshotEveryBytes)
            TakeImage();
    }

    /// <summary>
    /// The picture is taken at once and is cheap; its bytes are written elsewhere while commands go on being applied.
    /// </summary>
    private void TakeImage()
    {
        if (_imaging || _saving is not null || _replica.Installing
            || _applier.AppliedIndex <= (_latest?.Snapshot.Index ?? 0))
            return;
        _imaging = true;
        (_entriesSinceImage, _bytesSinceImage) = (0, 0);
        var (index, clock) = (_applier.AppliedIndex, _applier.ClockMs);
        var term = _ledger.Log.TermAt(index)
            ?? throw new InvariantViolation($"the log does not know the entry {index} that was applied");
        var configuration = _ledger.ConfigurationAt(index);
        var picture = _applier.Capture();
        _setup.Background(
            () =>
            {
                try
                {
                    using var stream = new MemoryStream();
                    picture.WriteTo(stream);
                    var image = stream.GetBuffer().AsMemory(0, (int)stream.Length);
                    var checksum = Crc32C.Of(image.Span);
                    return new ImageWritten(
                        new SnapshotHeader(index, term, clock, configuration, image.Length, checksum), image);
                }
                catch (Exception e)
                {
                    return new ImageFailed(e);
                }
            },
            Self);
    }

    private void SaveImage(ImageWritten written)
    {
        _imaging = false;
        if (_replica.Installing || written.Header.Index < _ledger.Log.BaseIndex)
            return;                             // a newer image comes, or came, from the leader meanwhile
        var tail = _ledger.Log.Slice(written.Header.Index + 1, int.MaxValue, long.MaxValue);
        Save(new LedgerSnapshot(_ledger.Founded!, _ledger.Term, _ledger.VotedFor, written.Header, tail, written.Image),
            isInstall: false);
    }

    /// <summary>The leader's image is complete: it is saved before it is believed.</summary>
    private void Install(LedgerSnapshot image)
    {
        if (_saving is null)
            Save(image, isInstall: true);
        else
            _installNext = image;
    }

    private void Save(LedgerSnapshot snapshot, bool isInstall)
    {
        // It will stand for every event up to now, and an image that waited for its turn does not know the latest vote.
        snapshot = snapshot with { Term = _ledger.Term, VotedFor = _ledger.VotedFor };
        _saving = (snapshot, isInstall);
        _saves.Begin(_setup.Clock());
        SaveSnapshot(snapshot);
    }

    private void Saved(SnapshotMetadata metadata)
    {
        if (_saving is not { } saved)
            return;
        EndSave();
        _latest = saved.Snapshot;
        var previous = _latestSequenceNr;
        _latestSequenceNr = metadata.SequenceNr;
        if (previous > 0)
        {
            DeleteMessages(previous);
            DeleteSnapshots(new SnapshotSelectionCriteria(previous - 1));
        }

        _metrics.SavedSnapshot(saved.Snapshot.Image.Length);
        TellSnapshot(failure: null);
        if (saved.IsInstall)
            Installed(saved.Snapshot);
        else
            Take(new SnapshotSaved(saved.Snapshot.Snapshot, _ledger.Log.StartOfTail(
                saved.Snapshot.Snapshot.Index, _setup.Settings.RetainEntries, _setup.Settings.RetainBytes)));
        if (_installNext is { } next)
        {
            _installNext = null;
            Save(next, isInstall: true);
        }
    }

    private void EndSave()
    {
        _saving = null;
        _saves.End();
    }

    private void Installed(LedgerSnapshot image)
    {
        if (image.Snapshot.Index > _applier.AppliedIndex)
            _applier.Restore(image.Image);
        (_entriesSinceImage, _bytesSinceImage) = (0, 0);
        Take(new SnapshotInstalled(image));
        _setup.Peers.Learn(_ledger.Configuration);
    }

    private void NotSaved(SaveSnapshotFailure failure)
    {
        var isInstall = _saving is { IsInstall: true };
        EndSave();
        TellSnapshot($"the snapshot was not saved: {failure.Cause.Message}");
        if (isInstall)
            Fail($"the leader's snapshot cannot be saved: {failure.Cause.Message}", failure.Cause);
        else
            _log.Warning("A snapshot of {0} was not saved and will be tried again later: {1}", PersistenceId,
                failure.Cause.Message);
    }

    private void SendChunk(ChunkWanted wanted)
    {
        if (_latest is not { } latest || latest.Snapshot != wanted.Snapshot)
            return;                             // the leader asks again, for the newer one
        var length = (int)Math.Min(_setup.Settings.Consensus.SnapshotChunkBytes, latest.Image.Length - wanted.Offset);
        if (length < 0)
            return;
        var data = latest.Image.Slice((int)wanted.Offset, length);
        var chunk = new InstallSnapshot(
            wanted.Term, latest.Snapshot, wanted.Offset, data, Crc32C.Of(data.Span), wanted.Round);
        Send(wanted.To, chunk);
    }
}
