using Raft.Actors.Protocol;

namespace Raft.Actors.Machines;

/// <summary>
/// Exactly once (§6.3 of the thesis): remembers per session what was answered, so that a command which comes again is
/// answered as the first time and not applied again. Part of the replicated state: it moves by entries of the log
/// alone, and time in it is the cluster's clock.
/// </summary>
internal sealed class Sessions
{
    /// <summary>
    /// The most sessions at a time; opening one more ends the one that was idle longest. The same on every node, so no
    /// setting.
    /// </summary>
    public const int MaxSessions = 4096;

    /// <summary>
    /// The most answers kept for one session; the oldest go first. The same on every node, so no setting.
    /// </summary>
    public const int MaxAnswers = 32_768;

    private readonly Dictionary<long, Session> _sessions = [];
    private readonly LinkedList<Session> _byUse = new();            // the longest idle first

    /// <summary>How many sessions are open.</summary>
    public int Count => _sessions.Count;

    /// <summary>Opens a session whose id is the entry's index.</summary>
    /// <param name="entry">The entry; its payload says after how many idle milliseconds the session ends.</param>
    public void Open(LogEntry entry)
    {
        Expire(entry.ClockMs);
        if (_sessions.Count >= MaxSessions)
            End(_byUse.First!.Value);
        Add(new Session(entry.Index, IdleLimitMs(entry.Payload.Span)) { UsedAtMs = entry.ClockMs });
    }

    /// <summary>
    /// What is known about a command before it is applied: its first answer, why it cannot be applied, or null to apply
    /// it.
    /// </summary>
    public CommandAnswer? Find(LogEntry entry)
    {
        Expire(entry.ClockMs);
        if (_sessions.TryGetValue(entry.Session, out var session) && session.IsOver(entry.ClockMs))
            End(session);                       // one that was idle for longer, but may be, stands before it
        if (!_sessions.TryGetValue(entry.Session, out session))
            return new CommandAnswer.NoSession(
                $"session {entry.Session} is not known: it never was, or it was idle too long");
        _byUse.Remove(session.Place);
        _byUse.AddLast(session.Place);
        session.UsedAtMs = entry.ClockMs;
        session.Forget(entry.Acknowledged);
        if (session.Answers.TryGetValue(entry.Sequence, out var answer))
            return answer;
        return entry.Sequence < session.ForgottenBelow
            ? new CommandAnswer.Refused(
                $"command {entry.Sequence} of session {entry.Session} was answered and acknowledged before")
            : null;
    }

    /// <summary>Keeps the first answer to a command.</summary>
    public void Keep(LogEntry entry, CommandAnswer.Committed answer)
    {
        var session = _sessions[entry.Session];
        session.Answers[entry.Sequence] = answer;
        if (session.Answers.Count > MaxAnswers)
            session.Forget(session.Answers.Keys.First() + 1);
    }

    /// <summary>Writes everything, the same bytes on every node.</summary>
    public void WriteTo(BinaryWriter writer)
    {
        writer.Write(_sessions.Count);
        foreach (var session in _byUse)
        {
            writer.Write(session.Id);
            writer.Write(session.IdleLimitMs);
            writer.Write(session.UsedAtMs);
            writer.Write(session.ForgottenBelow);
            writer.Write(session.Answers.Count);
            foreach (var (sequence, answer) in session.Answers)
            {
                writer.Write(sequence);
                writer.Write(answer.Index);
                writer.Write(answer.Term);
                writer.Write(answer.Result.Length);
                writer.Write(answer.Result.Span);
            }
        }
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    public static Sessions ReadFrom(BinaryReader reader)
    {
        var sessions = new Sessions();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var session = new Session(reader.ReadInt64(), reader.ReadInt64()) { UsedAtMs = reader.ReadInt64() };
            session.Forget(reader.ReadInt64());
            for (var answers = reader.ReadInt32(); answers > 0; answers--)
            {
                var sequence = reader.ReadInt64();
                var (index, term, length) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt32());
                session.Answers[sequence] = new CommandAnswer.Committed(index, term, reader.ReadBytes(length));
            }

            sessions.Add(session);
        }

        return sessions;
    }

    /// <summary>The payload of an entry that opens a session.</summary>
    public static byte[] OpeningPayload(TimeSpan idleLimit) => BitConverter.GetBytes((long)idleLimit.TotalMilliseconds);

    private static long IdleLimitMs(ReadOnlySpan<byte> payload) =>
        payload.Length == sizeof(long)
            ? System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(payload)
            : long.MaxValue;

    private void Add(Session session)
    {
        _sessions[session.Id] = session;
        session.Place = _byUse.AddLast(session);
    }

    private void End(Session session)
    {
        _sessions.Remove(session.Id);
        _byUse.Remove(session.Place);
    }

    private void Expire(long clockMs)
    {
        while (_byUse.First is { } longest && longest.Value.IsOver(clockMs))
            End(longest.Value);
    }

    private sealed class Session(long id, long idleLimitMs)
    {
        public long Id => id;

        public long IdleLimitMs => idleLimitMs;

        public long UsedAtMs { get; set; }

        public long ForgottenBelow { get; private set; }

        public SortedDictionary<long, CommandAnswer.Committed> Answers { get; } = [];

        public LinkedListNode<Session> Place { get; set; } = null!;

        public bool IsOver(long clockMs) => clockMs - UsedAtMs > IdleLimitMs;

        public void Forget(long below)
        {
            if (below <= ForgottenBelow)
                return;
            ForgottenBelow = below;
            while (Answers.Count > 0 && Answers.Keys.First() is var oldest && oldest < below)
                Answers.Remove(oldest);
        }
    }
}
