using Raft.Actors.Machines;
using Raft.Actors.Protocol;

namespace Raft.Specs.Machines;

/// <summary>What is remembered of sessions, entry by entry.</summary>
public sealed class SessionsSpecs
{
    private readonly Sessions _sessions = new();

    [Fact]
    public void A_command_that_comes_again_is_known_by_its_first_answer()
    {
        Open(1);
        Assert.Null(_sessions.Find(Command(1, 1)));
        Keep(Command(1, 1), index: 2);

        var again = Assert.IsType<CommandAnswer.Committed>(_sessions.Find(Command(1, 1)));

        Assert.Equal(2, again.Index);
    }

    [Fact]
    public void Sequences_of_two_sessions_have_nothing_to_do_with_each_other()
    {
        Open(1);
        Open(2);
        Keep(Command(1, 1), index: 3);

        Assert.Null(_sessions.Find(Command(2, 1)));
    }

    [Fact]
    public void A_command_that_comes_late_is_applied_all_the_same_if_it_was_not_acknowledged()
    {
        Open(1);
        Keep(Command(1, 2), index: 2);

        Assert.Null(_sessions.Find(Command(1, 1)));
    }

    [Fact]
    public void An_answer_that_has_arrived_is_forgotten_and_its_command_refused()
    {
        Open(1);
        Keep(Command(1, 1), index: 2);

        Assert.Null(_sessions.Find(Command(1, 2, acknowledged: 2)));

        Assert.IsType<CommandAnswer.Refused>(_sessions.Find(Command(1, 1)));
    }

    [Fact]
    public void What_was_acknowledged_does_not_come_back()
    {
        Open(1);
        Assert.Null(_sessions.Find(Command(1, 5, acknowledged: 5)));

        Assert.IsType<CommandAnswer.Refused>(_sessions.Find(Command(1, 3, acknowledged: 1)));
    }

    [Fact]
    public void A_session_that_was_idle_too_long_by_the_clusters_clock_is_not_known()
    {
        Open(1, idleLimitMs: 1000);
        Assert.Null(_sessions.Find(Command(1, 1, clockMs: 1000)));
        Assert.Null(_sessions.Find(Command(1, 2, clockMs: 2000)));

        Assert.IsType<CommandAnswer.NoSession>(_sessions.Find(Command(1, 3, clockMs: 3001)));
        Assert.Equal(0, _sessions.Count);
    }

    [Fact]
    public void A_session_that_expires_later_does_not_keep_an_earlier_one_alive()
    {
        Open(1, idleLimitMs: 1_000_000);
        Open(2, idleLimitMs: 1000);

        Assert.IsType<CommandAnswer.NoSession>(_sessions.Find(Command(2, 1, clockMs: 5000)));
    }

    [Fact]
    public void One_session_too_many_ends_the_one_that_was_idle_longest()
    {
        for (var id = 1; id <= Sessions.MaxSessions; id++)
            Open(id);
        _sessions.Find(Command(1, 1));

        Open(Sessions.MaxSessions + 1);

        Assert.Null(_sessions.Find(Command(1, 1)));
        Assert.IsType<CommandAnswer.NoSession>(_sessions.Find(Command(2, 1)));
        Assert.Equal(Sessions.MaxSessions, _sessions.Count);
    }

    [Fact]
    public void The_answers_of_one_session_are_bounded_and_the_oldest_go_first()
    {
        Open(1);
        for (var sequence = 1; sequence <= Sessions.MaxAnswers + 1; sequence++)
            Keep(Command(1, sequence), index: sequence + 1);

        Assert.IsType<CommandAnswer.Refused>(_sessions.Find(Command(1, 1)));
        Assert.IsType<CommandAnswer.Committed>(_sessions.Find(Command(1, 2)));
    }

    [Fact]
    public void What_is_written_into_a_snapshot_is_read_back()
    {
        Open(1, idleLimitMs: 1000);
        Open(2);
        Keep(Command(1, 1), index: 3, result: [1, 2, 3]);
        _sessions.Find(Command(2, 9, acknowledged: 9));

        var copy = Sessions.ReadFrom(new BinaryReader(new MemoryStream(Bytes(_sessions))));

        var answer = Assert.IsType<CommandAnswer.Committed>(copy.Find(Command(1, 1)));
        Assert.Equal(new byte[] { 1, 2, 3 }, answer.Result.ToArray());
        Assert.IsType<CommandAnswer.Refused>(copy.Find(Command(2, 8)));
        Assert.IsType<CommandAnswer.NoSession>(copy.Find(Command(1, 2, clockMs: 1001)));
    }

    [Fact]
    public void The_same_history_gives_the_same_bytes_and_so_does_its_copy()
    {
        Open(1);
        Open(2);
        Keep(Command(2, 1), index: 3);
        Keep(Command(1, 1), index: 4);

        var bytes = Bytes(_sessions);

        Assert.Equal(bytes, Bytes(Sessions.ReadFrom(new BinaryReader(new MemoryStream(bytes)))));
    }

    private static byte[] Bytes(Sessions sessions)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream))
            sessions.WriteTo(writer);
        return stream.ToArray();
    }

    private static LogEntry Command(long session, long sequence, long acknowledged = 1, long clockMs = 0) => new()
    {
        Index = 1_000_000,
        Term = 1,
        Kind = EntryKind.Command,
        Session = session,
        Sequence = sequence,
        Acknowledged = acknowledged,
        ClockMs = clockMs,
    };

    private void Open(long id, long idleLimitMs = long.MaxValue / 2) => _sessions.Open(new LogEntry
    {
        Index = id,
        Term = 1,
        Kind = EntryKind.OpenSession,
        Payload = Sessions.OpeningPayload(TimeSpan.FromMilliseconds(Math.Min(idleLimitMs, 1L << 40))),
    });

    private void Keep(LogEntry command, long index, byte[]? result = null)
    {
        _sessions.Find(command);
        _sessions.Keep(command, new CommandAnswer.Committed(index, 1, result));
    }
}
