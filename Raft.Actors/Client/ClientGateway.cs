using Akka.Actor;
using Akka.Remote;
using Raft.Actors.Node;
using Raft.Actors.Protocol;

namespace Raft.Actors.Client;

/// <summary>
/// Carries the requests of one process to its node and the answers back. Opens a session in the log, numbers the
/// commands in it, and sends under the same number again whenever the leader changed or an answer is overdue, so a lost
/// leader is a delay.
/// </summary>
internal sealed class ClientGateway : UntypedActor, IWithTimers
{
    /// <summary>The most requests under way; over it the answer is Busy.</summary>
    public const int MaxCalls = 16_384;

    // for the node's own answer to a request it gave up
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    private readonly GatewaySetup _setup;
    private readonly Func<TimeSpan> _clock;
    private readonly SortedDictionary<long, Call> _calls = [];
    private readonly PriorityQueue<long, TimeSpan> _deadlines = new();
    private readonly SessionNumbers _session = new();
    private long _lastCall;
    private int _node;
    private bool _ticking;

    public ClientGateway(GatewaySetup setup)
    {
        _setup = setup;
        _clock = setup.Clock;
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The gateway's actor.</summary>
    public static Props Props(GatewaySetup setup) => Akka.Actor.Props.Create(() => new ClientGateway(setup));

    /// <summary>A request of the process, and who waits for its answer.</summary>
    public sealed record Submit(
        IClientRequest Request, TimeSpan Timeout, TaskCompletionSource<object> Waiting, string? TraceParent = null)
        : INoSerializationVerificationNeeded;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(LeadershipChanged));
        Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        foreach (var call in _calls.Values)
            call.Waiting?.TrySetResult(call.GiveUp("this process is stopping"));
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Submit submit: Admit(submit); break;
            case ClientReturn answer: Note(answer); break;
            case LeadershipChanged { Leader: not null } changed when _setup.IsLocal(changed): SendAll(); break;
            case LeadershipChanged: break;
            case DisassociatedEvent gone: TurnAwayFrom(gone.RemoteAddress); break;
            case Tick: Look(); break;
            default: Unhandled(message); break;
        }
    }

    private void Admit(Submit submit)
    {
        if (_calls.Count >= MaxCalls)
        {
            submit.Waiting.TrySetResult(BusyAnswer(submit.Request));
            return;
        }

        var now = _clock();
        if (submit.Request is ClientCommand { Session: 0 })
            RenewSession(now);
        var call = Add(submit.Request, now + submit.Timeout, submit.Waiting, submit.TraceParent);
        if (IsSendable(call))
            Send(call, now);
        StartTicking();
    }

    private Call Add(
        IClientRequest request, TimeSpan until, TaskCompletionSource<object>? waiting, string? trace = null)
    {
        var call = new Call(++_lastCall, request, until, waiting) { TraceParent = trace };
        _calls.Add(call.Number, call);
        _deadlines.Enqueue(call.Number, until + Grace);
        return call;
    }

    /// <summary>
    /// A session that may be about to expire is not used any more; commands under way stay in theirs.
    /// </summary>
    private void RenewSession(TimeSpan now)
    {
        if (_session.IsOpening || (_session.IsOpen && now - _session.UsedAt < _setup.SessionIdleLimit))
            return;
        _session.BeginOpening();
        Send(Add(OpenSession.Instance, TimeSpan.MaxValue - Grace, null), now);
    }

    private void Send(Call call, TimeSpan now)
    {
        if (call.Request is ClientCommand command)
        {
            if (command.Session == 0)
                command = command with { Session = _session.Id, Sequence = _session.Take() };
            if (command.Session == _session.Id)
            {
                _session.UsedAt = now;
                command = command with { Acknowledged = _session.Acknowledged };
            }

            call.Request = command;
        }

        call.SentAt = now;
        call.Unanswered++;
        call.TimesSent++;
        var left = call.Until - now;
        var timeoutMs = (int)Math.Clamp(left.TotalMilliseconds, 0, 60_000);
        _setup.Nodes[_node].Tell(
            new ClientCall(call.Number, call.Request, timeoutMs) { TraceParent = call.TraceParent }, Self);
    }

    private void Note(ClientReturn answer)
    {
        if (!_calls.TryGetValue(answer.Call, out var call))
            return;                             // the second answer to a request that was sent twice
        call.Unanswered--;
        switch (answer.Answer)
        {
            case CommandAnswer.NotCommitted or ReadAnswer.Unavailable: Retry(call, answer.Answer); break;
            case CommandAnswer.Unknown when call.IsRepeatable: Retry(call, answer.Answer); break;
            case CommandAnswer.Busy when call.Waiting is null || call.MayBeInLog: Retry(call, answer.Answer); break;
            case CommandAnswer.Committed opened when call.Waiting is null: Opened(call, opened.Index); break;
            case CommandAnswer.NoSession lost when call.IsInOwnSession: SessionLost(call, lost); break;
            default: Complete(call, answer.Answer); break;
        }
    }

    /// <summary>
    /// The group forgot the session, because there were too many. A command that was sent once was not applied and goes
    /// again in a new session; of one that was sent before, nobody can say.
    /// </summary>
    private void SessionLost(Call call, CommandAnswer.NoSession lost)
    {
        var command = (ClientCommand)call.Request;
        if (command.Session == _session.Id)
            _session.Lost();
        if (call.TimesSent > 1)
        {
            Complete(call, new CommandAnswer.Unknown(lost.Reason));
            return;
        }

        call.Request = command with { Session = 0, Sequence = 0, Acknowledged = 0 };
        RenewSession(_clock());
        if (_session.IsOpen)
            Send(call, _clock());
    }

    /// <summary>Not now, or nobody knows: the same number may go again, for as long as the caller waits.</summary>
    private static void Retry(Call call, object answer)
    {
        call.MayBeInLog |= answer is CommandAnswer.Unknown;
        call.LastAnswer = answer;
    }

    private void Opened(Call opening, long session)
    {
        _calls.Remove(opening.Number);
        var now = _clock();
        _session.Opened(session, now);
        foreach (var call in _calls.Values)
        {
            if (call.Request is ClientCommand { Session: 0 })
                Send(call, now);
        }
    }

    /// <summary>The node that the calls went to is gone: another one may know more.</summary>
    private void TurnAwayFrom(Address address)
    {
        if (_setup.Nodes.Count == 1 || !_setup.Nodes[_node].Path.Address.Equals(address))
            return;
        _node = (_node + 1) % _setup.Nodes.Count;
        SendAll();
    }

    private void SendAll()
    {
        var now = _clock();
        foreach (var call in _calls.Values)
        {
            if (IsSendable(call) && call.MayGoAgain)
                Send(call, now);
        }
    }

    private bool IsSendable(Call call) => call.Request is not ClientCommand { Session: 0 } || _session.IsOpen;

    private void Look()
    {
        var now = _clock();
        while (_deadlines.TryPeek(out var number, out var at) && at <= now)
        {
            _deadlines.Dequeue();
            if (_calls.TryGetValue(number, out var late))
                Complete(late, late.GiveUp("no leader could be reached in time"));
        }

        if (_calls.Count > 0 && _calls.First().Value is { Unanswered: > 0 } oldest
            && now - oldest.SentAt >= _setup.Overdue)
            _node = (_node + 1) % _setup.Nodes.Count;
        foreach (var call in _calls.Values)
        {
            var pause = call.Unanswered > 0 ? _setup.Overdue : Pause;
            if (call.SentAt is { } sentAt && now - sentAt >= pause && now < call.Until && IsSendable(call)
                && call.MayGoAgain)
                Send(call, now);
        }

        _ticking = false;
        if (_calls.Count > 0)
            StartTicking();
    }

    private void StartTicking()
    {
        if (_ticking)
            return;
        _ticking = true;
        Timers.StartSingleTimer(nameof(Tick), Tick.Instance, Pause);
    }

    private void Complete(Call call, object answer)
    {
        _calls.Remove(call.Number);
        if (call.Request is ClientCommand { Session: not 0 } command)
            _session.Answered(command.Session, command.Sequence);
        call.Waiting?.TrySetResult(answer);
    }

    private static object BusyAnswer(IClientRequest request)
    {
        var reason = $"{MaxCalls} requests are under way in this process already";
        return request is ClientRead ? new ReadAnswer.Busy(reason) : new CommandAnswer.Busy(reason);
    }

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }

    private sealed class Call(
        long number, IClientRequest request, TimeSpan until, TaskCompletionSource<object>? waiting)
    {
        public long Number => number;

        public IClientRequest Request { get; set; } = request;

        public TimeSpan Until => until;

        /// <summary>Whether the gateway numbers the command itself, rather than its caller.</summary>
        public bool IsInOwnSession { get; } = request is ClientCommand { Session: 0 };

        /// <summary>Whether sending it twice does the same as sending it once.</summary>
        public bool IsRepeatable =>
            Request is not (ChangeMembership or HandOver) && !(Request is OpenSession && Waiting is not null);

        /// <summary>
        /// Whether it may be sent now that it was sent before: what is not repeatable only after a plain refusal.
        /// </summary>
        public bool MayGoAgain => IsRepeatable || Unanswered == 0;

        public TaskCompletionSource<object>? Waiting => waiting;

        public string? TraceParent { get; init; }

        public TimeSpan? SentAt { get; set; }

        public int Unanswered { get; set; }

        public int TimesSent { get; set; }

        public bool MayBeInLog { get; set; }

        public object? LastAnswer { get; set; }

        /// <summary>
        /// What can be said when time is up: a command of which every sending was answered with "not committed" is not
        /// in the log; one that was sent and not answered may be.
        /// </summary>
        public object GiveUp(string reason) => Request switch
        {
            ClientRead => LastAnswer as ReadAnswer ?? new ReadAnswer.Unavailable(reason),
            ClientCommand when MayBeInLog || Unanswered > 0 => new CommandAnswer.Unknown(reason),
            ClientCommand => LastAnswer as CommandAnswer ?? new CommandAnswer.NotCommitted(reason),
            ReadLog or GetStateHash or GetStatus or GetBackup => new TimeoutException(reason),
            _ when Unanswered > 0 => new CommandAnswer.Unknown(reason),
            _ => LastAnswer as CommandAnswer ?? new CommandAnswer.NotCommitted(reason),
        };
    }
}
