namespace Raft.Actors.Client;

/// <summary>The session that a gateway uses now, and which of its numbers have been answered.</summary>
internal sealed class SessionNumbers
{
    private readonly HashSet<long> _answeredAhead = [];
    private long _lastTaken;

    /// <summary>The session's id, or 0 before the first is open.</summary>
    public long Id { get; private set; }

    /// <summary>Whether commands can be numbered.</summary>
    public bool IsOpen => Id != 0 && !IsOpening;

    /// <summary>Whether a new session is being opened.</summary>
    public bool IsOpening { get; private set; }

    /// <summary>When a command was last sent in it.</summary>
    public TimeSpan UsedAt { get; set; }

    /// <summary>All numbers of the session below this one have been answered.</summary>
    public long Acknowledged { get; private set; } = 1;

    /// <summary>A new session is asked for.</summary>
    public void BeginOpening() => IsOpening = true;

    /// <summary>The new session is there: numbers start over.</summary>
    public void Opened(long id, TimeSpan now)
    {
        (Id, IsOpening, UsedAt) = (id, false, now);
        (_lastTaken, Acknowledged) = (0, 1);
        _answeredAhead.Clear();
    }

    /// <summary>The group does not know the session any more.</summary>
    public void Lost() => Id = 0;

    /// <summary>The next number.</summary>
    public long Take() => ++_lastTaken;

    /// <summary>A number's answer arrived.</summary>
    public void Answered(long session, long number)
    {
        if (session != Id)
            return;
        _answeredAhead.Add(number);
        while (_answeredAhead.Remove(Acknowledged))
            Acknowledged++;
    }
}
