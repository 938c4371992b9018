using Raft.Actors.Protocol;

namespace Raft.Actors.Consensus;

/// <summary>
/// The log in memory: what follows <see cref="BaseIndex"/>, up to which a snapshot stands for the entries. Knows for
/// every term where it begins, so that a conflict is skipped a term at a time.
/// </summary>
public sealed class EntryLog
{
    private readonly List<LogEntry> _entries = [];
    private readonly List<(long Term, long First)> _terms = [];
    private int _dropped;                       // leading entries of the list that are compacted but not yet moved out

    /// <summary>The last index that is not in memory; 0 for a log from its beginning.</summary>
    public long BaseIndex { get; private set; }

    /// <summary>The term at <see cref="BaseIndex"/>.</summary>
    public long BaseTerm { get; private set; }

    /// <summary>The last index, which is <see cref="BaseIndex"/> when no entry follows it.</summary>
    public long LastIndex => BaseIndex + _entries.Count - _dropped;

    /// <summary>The term at <see cref="LastIndex"/>.</summary>
    public long LastTerm => _terms.Count > 0 ? _terms[^1].Term : BaseTerm;

    /// <summary>
    /// The entry at <paramref name="index"/>, which must be after <see cref="BaseIndex"/> and not after
    /// <see cref="LastIndex"/>.
    /// </summary>
    public LogEntry this[long index] => _entries[checked((int)(index - BaseIndex - 1)) + _dropped];

    /// <summary>The term at <paramref name="index"/>, or null where the log does not know it.</summary>
    public long? TermAt(long index)
    {
        if (index == BaseIndex)
            return BaseTerm;
        return index > BaseIndex && index <= LastIndex ? this[index].Term : null;
    }

    /// <summary>The first index known to be of <paramref name="index"/>'s term, which the log must know.</summary>
    public long FirstOfTermAt(long index)
    {
        var term = TermAt(index);
        for (var i = _terms.Count - 1; i >= 0; i--)
        {
            if (_terms[i].Term == term)
                return _terms[i].First;
        }

        return index;
    }

    /// <summary>The last index whose term is <paramref name="term"/>, or null.</summary>
    public long? LastOfTerm(long term)
    {
        for (var i = _terms.Count - 1; i >= 0 && _terms[i].Term >= term; i--)
        {
            if (_terms[i].Term == term)
                return i + 1 < _terms.Count ? _terms[i + 1].First - 1 : LastIndex;
        }

        return term == BaseTerm && BaseIndex > 0 ? BaseIndex : null;
    }

    /// <summary>
    /// Whether a log ending in (<paramref name="term"/>, <paramref name="index"/>) is at least as up to date: terms
    /// first (§5.4.1).
    /// </summary>
    public bool IsCoveredBy(long term, long index) => term != LastTerm ? term > LastTerm : index >= LastIndex;

    /// <summary>Entries from <paramref name="from"/>, at most so many and, beyond the first, so many bytes.</summary>
    public IReadOnlyList<LogEntry> Slice(long from, int maxEntries, long maxBytes)
    {
        var count = 0;
        for (long bytes = 0; count < maxEntries && from + count <= LastIndex; count++)
        {
            bytes += this[from + count].SizeBytes;
            if (bytes > maxBytes && count > 0)
                break;
        }

        return count == 0 ? [] : _entries.GetRange(checked((int)(from - BaseIndex - 1)) + _dropped, count);
    }

    /// <summary>
    /// Where the tail begins that ends at <paramref name="upTo"/> and has at most so many entries and so many bytes:
    /// the index before its first entry.
    /// </summary>
    public long StartOfTail(long upTo, int maxEntries, long maxBytes)
    {
        var start = upTo;
        for (long bytes = 0; start > BaseIndex && start <= LastIndex && upTo - start < maxEntries; start--)
        {
            bytes += this[start].SizeBytes;
            if (bytes > maxBytes)
                break;
        }

        return start;
    }

    /// <summary>Drops everything after <paramref name="after"/> and puts the entries there.</summary>
    public void Replace(long after, IReadOnlyList<LogEntry> entries)
    {
        InvariantViolation.Unless(
            after >= BaseIndex && after <= LastIndex,
            $"entries after {after} do not fit a log of {BaseIndex}..{LastIndex}");
        if (after < LastIndex)
            Truncate(after);
        foreach (var entry in entries)
            Append(entry);
    }

    /// <summary>Lets go of the entries up to <paramref name="index"/>, for which a snapshot stands.</summary>
    public void CompactTo(long index)
    {
        InvariantViolation.Unless(index <= LastIndex, $"a log that ends at {LastIndex} cannot be compacted to {index}");
        if (index <= BaseIndex)
            return;
        BaseTerm = this[index].Term;
        _dropped += checked((int)(index - BaseIndex));
        for (var i = _dropped - 1; i >= 0 && _entries[i] is not null; i--)
            _entries[i] = null!;                // the memory goes now, the list moves when it is worth it
        BaseIndex = index;
        if (_dropped * 2 > _entries.Count)
        {
            _entries.RemoveRange(0, _dropped);
            _dropped = 0;
        }

        ForgetTermsBefore(index + 1);
    }

    /// <summary>Starts over after a snapshot from elsewhere.</summary>
    public void Reset(long index, long term)
    {
        _entries.Clear();
        _terms.Clear();
        _dropped = 0;
        (BaseIndex, BaseTerm) = (index, term);
    }

    private void Append(LogEntry entry)
    {
        InvariantViolation.Unless(entry.Index == LastIndex + 1, $"entry {entry.Index} does not follow {LastIndex}");
        InvariantViolation.Unless(
            entry.Term >= LastTerm, $"entry {entry} is of an older term than {LastTerm} before it");
        if (_terms.Count == 0 || _terms[^1].Term != entry.Term)
            _terms.Add((entry.Term, entry.Index));
        _entries.Add(entry);
    }

    private void Truncate(long after)
    {
        var keep = checked((int)(after - BaseIndex)) + _dropped;
        _entries.RemoveRange(keep, _entries.Count - keep);
        while (_terms.Count > 0 && _terms[^1].First > after)
            _terms.RemoveAt(_terms.Count - 1);
    }

    private void ForgetTermsBefore(long index)
    {
        var gone = 0;
        while (gone + 1 < _terms.Count && _terms[gone + 1].First <= index)
            gone++;
        if (LastIndex < index)
            gone = _terms.Count;
        _terms.RemoveRange(0, gone);
        if (_terms.Count > 0 && _terms[0].First < index)
            _terms[0] = (_terms[0].Term, index);
    }
}
