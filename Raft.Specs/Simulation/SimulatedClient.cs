using Raft.Actors.Consensus;
using Raft.Actors.Machines;
using Raft.Actors.Protocol;

namespace Raft.Specs.Simulation;

/// <summary>
/// A client: one operation at a time, at whichever node it believes in. With a session it sends a write again until it
/// knows; without one, a write of unknown outcome stays open for ever.
/// </summary>
public sealed class SimulatedClient(int number, SimulatedCluster cluster, Random dice, bool losesAnswers)
{
    private const int OperationsPerClient = 1_000_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly TimeSpan _sessionIdleLimit = TimeSpan.FromSeconds(1 + dice.Next(20));
    private readonly bool _wantsSession = dice.Next(3) != 0;
    private readonly double _reads = dice.NextDouble();
    private readonly int _paceMs = 4 + dice.Next(80);
    private long _session;
    private long _sequence;
    private long _operations;
    private long _attempts;
    private long _waitingFor;
    private bool _resting;
    // whoever served it last: a client that missed an election asks the old leader
    private SimulatedNode? _trusted;

    /// <summary>Writes and reads that were answered for good.</summary>
    public long Done { get; private set; }

    private long NextAttempt() => (long)number * OperationsPerClient + ++_attempts;

    /// <summary>Begins, and goes on until <see cref="Rest"/>.</summary>
    public void Go()
    {
        _resting = false;
        if (_waitingFor == 0)
            Next();
    }

    /// <summary>Starts nothing new.</summary>
    public void Rest() => _resting = true;

    private void Next()
    {
        _waitingFor = 0;
        if (!_resting)
            cluster.After(TimeSpan.FromMilliseconds(dice.NextDouble() * _paceMs), Start);
    }

    private void Start()
    {
        if (_waitingFor != 0 || _resting)
            return;
        if (_wantsSession && _session == 0)
            OpenSession();
        else if (dice.NextDouble() < _reads)
            Read();
        else
            Write(++_operations, NewSequence(), cluster.Witness.Floor);
    }

    private long NewSequence() => _session == 0 ? 0 : ++_sequence;

    private void OpenSession() => Ask(
        ticket => new Propose(ticket, EntryKind.OpenSession, Sessions.OpeningPayload(_sessionIdleLimit)),
        answer =>
        {
            if (answer is CommandAnswer.Committed committed)
                (_session, _sequence) = (committed.Index, 0);
            Next();
        },
        Next);

    private void Write(long operation, long sequence, long floor)
    {
        var attempt = NextAttempt();
        var id = (long)number * OperationsPerClient + operation;
        var command = new RegisterCommand(attempt, id, dice.Next(4), attempt).ToBytes();
        var (session, acknowledged) = (_session, sequence == 0 ? 0 : sequence);
        Ask(
            ticket => new Propose(ticket, EntryKind.Command, command, session, sequence, acknowledged),
            answer => Wrote(operation, sequence, floor, id, (CommandAnswer)answer),
            () => Retry(operation, sequence, floor),
            check: answer => CheckRefusal(attempt, answer));
    }

    private void Wrote(long operation, long sequence, long floor, long id, CommandAnswer answer)
    {
        switch (answer)
        {
            case CommandAnswer.Committed committed:
                cluster.Witness.Wrote(id, floor, committed);
                Done++;
                Next();
                break;
            case CommandAnswer.NotCommitted or CommandAnswer.Busy:
                Again(() => Write(operation, sequence, floor));
                break;
            case CommandAnswer.NoSession:
                _session = 0;
                Next();
                break;
            case CommandAnswer.Unknown:
                Retry(operation, sequence, floor);
                break;
            default:
                throw new BrokenPromise($"a client was answered {answer}");
        }
    }

    /// <summary>Even when nobody waits for it any more, a refusal must be true.</summary>
    private void CheckRefusal(long attempt, object answer)
    {
        if (answer is CommandAnswer.NotCommitted or CommandAnswer.Busy)
            cluster.Witness.Refused(attempt);
    }

    /// <summary>Nobody knows whether it was done: a session makes it safe to send again.</summary>
    private void Retry(long operation, long sequence, long floor)
    {
        if (sequence == 0)
            Next();
        else
            Again(() => Write(operation, sequence, floor));
    }

    private void Read()
    {
        var consistency = (ReadConsistency)dice.Next(3);
        var (key, floor) = ((byte)dice.Next(4), cluster.Witness.Floor);
        Ask(
            ticket => new Read(ticket, consistency),
            answer =>
            {
                if (answer is ReadAnswer.Value value)
                {
                    cluster.Witness.Read(key, floor, consistency == ReadConsistency.Stale, value);
                    Done++;
                }

                Next();
            },
            Next,
            key);
    }

    private void Again(Action action)
    {
        var waiting = ++_attempts;
        _waitingFor = waiting;
        cluster.After(TimeSpan.FromMilliseconds(5 + dice.Next(100)), () =>
        {
            if (_waitingFor == waiting)
                action();
        });
    }

    private void Ask(
        Func<long, object> order, Action<object> answered, Action gaveUp, byte key = 0, Action<object>? check = null)
    {
        var waiting = ++_attempts;
        _waitingFor = waiting;
        _trusted ??= dice.Next(3) != 0 && cluster.Leader is { } leader
            ? leader
            : cluster.All[dice.Next(cluster.All.Count)];
        _trusted.Ask(
            order,
            answer =>
            {
                check?.Invoke(answer);
                Hear(waiting, answer, answered);
            },
            key);
        cluster.After(Patience, () =>
        {
            if (_waitingFor != waiting)
                return;
            _trusted = null;
            gaveUp();
        });
    }

    /// <summary>Only the answer that is waited for counts, and even that one can be lost.</summary>
    private void Hear(long waiting, object answer, Action<object> answered)
    {
        if (_waitingFor != waiting)
            return;
        if (losesAnswers && dice.Next(20) == 0)
            cluster.Count(FaultKinds.LostAnswer);
        else
        {
            if (answer is not (CommandAnswer.Committed or ReadAnswer.Value) || dice.Next(30) == 0)
                _trusted = null;
            answered(answer);
        }
    }
}
