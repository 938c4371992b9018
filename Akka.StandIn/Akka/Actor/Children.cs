using System.Diagnostics;

namespace Akka.Actor
{
    internal enum SuspendReasonKind
    {
        UserRequest,
        Recreation,
        Creation,
        Termination,
    }

    /// <summary>Why an actor waits for children to die, and so what it does when they have.</summary>
    internal sealed record SuspendReason(SuspendReasonKind Kind, Exception? Cause = null)
    {
        public static readonly SuspendReason UserRequest = new(SuspendReasonKind.UserRequest);
        public static readonly SuspendReason Creation = new(SuspendReasonKind.Creation);
        public static readonly SuspendReason Termination = new(SuspendReasonKind.Termination);

        public static SuspendReason Recreation(Exception cause) => new(SuspendReasonKind.Recreation, cause);
    }
}

namespace Akka.Actor.Internal
{
    /// <summary>How often a child has been restarted lately.</summary>
    public sealed class ChildRestartStats
    {
        private readonly Stopwatch _clock = new();
        private int _retries;

        public ChildRestartStats(IInternalActorRef child)
        {
            Child = child;
        }

        public IInternalActorRef Child { get; }

        public long Uid => Child.Path.Uid;

        /// <summary>Negative values mean "no limit" and "no window".</summary>
        public bool RequestRestartPermission(int maxNrOfRetries, int withinTimeMilliseconds)
        {
            if (maxNrOfRetries == 0)
                return false;
            if (withinTimeMilliseconds <= 0)
                return maxNrOfRetries < 0 || ++_retries <= maxNrOfRetries;
            if (!_clock.IsRunning || _clock.ElapsedMilliseconds > withinTimeMilliseconds)
            {
                _clock.Restart();
                _retries = 1;
                return true;
            }

            return ++_retries <= Math.Max(1, maxNrOfRetries);
        }
    }

    /// <summary>
    /// An actor's children, those whose name is only reserved, and those it waits for. Guardians get children from any
    /// thread and paths are resolved from any thread, hence the lock; no message passes through here.
    /// </summary>
    internal sealed class Children
    {
        private static readonly IInternalActorRef[] None = [];

        private readonly Lock _lock = new();
        private Dictionary<string, ChildRestartStats?>? _byName;
        private HashSet<IActorRef>? _toDie;
        private SuspendReason? _reason;
        private bool _terminated;
        private IInternalActorRef[]? _refs;

        public IInternalActorRef[] Refs
        {
            get
            {
                if (_byName is null)
                    return None;
                lock (_lock)
                    return _refs ??= [.. Living.Select(child => child.Child)];
            }
        }

        public IReadOnlyCollection<ChildRestartStats> Stats
        {
            get
            {
                lock (_lock)
                    return [.. Living];
            }
        }

        private IEnumerable<ChildRestartStats> Living => _byName?.Values.OfType<ChildRestartStats>() ?? [];

        public bool IsTerminating => _terminated || _reason?.Kind == SuspendReasonKind.Termination;

        public bool IsNormal => !_terminated && (_reason is null || _reason.Kind == SuspendReasonKind.UserRequest);

        public bool IsWaiting => _reason?.Kind is SuspendReasonKind.Recreation or SuspendReasonKind.Creation;

        public void Reserve(string name)
        {
            lock (_lock)
            {
                ThrowIfTerminating();
                _byName ??= new Dictionary<string, ChildRestartStats?>(StringComparer.Ordinal);
                if (!_byName.TryAdd(name, null))
                    throw new InvalidActorNameException($"Actor name \"{name}\" is not unique!");
            }
        }

        private void ThrowIfTerminating()
        {
            if (IsTerminating)
                throw new InvalidOperationException("Cannot create child while terminating or terminated");
        }

        public void Unreserve(string name)
        {
            lock (_lock)
                _byName!.Remove(name);
        }

        public void Add(IInternalActorRef child)
        {
            lock (_lock)
            {
                ThrowIfTerminating();
                _byName![child.Path.Name] = new ChildRestartStats(child);
                _refs = null;
            }
        }

        public bool TryGetByName(string name, out ChildRestartStats? child)
        {
            child = null;
            if (_byName is null)
                return false;
            lock (_lock)
                return _byName.TryGetValue(name, out child) && child is not null;
        }

        public bool TryGetByRef(IActorRef child, out ChildRestartStats? stats) =>
            TryGetByName(child.Path.Name, out stats) && stats!.Child.Equals(child);

        public void ShallDie(IActorRef child)
        {
            lock (_lock)
            {
                if (!TryGetByRef(child, out _))
                    return;
                (_toDie ??= []).Add(child);
                _reason ??= SuspendReason.UserRequest;
            }
        }

        /// <summary>False when there is nobody to wait for.</summary>
        public bool SetReason(SuspendReason reason)
        {
            lock (_lock)
            {
                if (_reason is null)
                    return false;
                _reason = reason;
                return true;
            }
        }

        /// <summary>
        /// From here on there are no new children; those that there are have to be stopped and waited for.
        /// </summary>
        public IInternalActorRef[] Terminate()
        {
            lock (_lock)
            {
                var all = Refs;
                _terminated |= all.Length == 0;
                _reason = _terminated ? null : SuspendReason.Termination;
                _toDie = [.. all];
                return all;
            }
        }

        /// <summary>The reason of the waiting that ends with this child, if one does.</summary>
        public SuspendReason? Remove(IActorRef child)
        {
            lock (_lock)
            {
                if (!TryGetByRef(child, out _))
                    return null;
                _byName!.Remove(child.Path.Name);
                _refs = null;
                _toDie?.Remove(child);
                if (_reason is null || _toDie!.Count > 0)
                    return null;
                var due = _reason;
                _reason = null;
                _terminated = due.Kind == SuspendReasonKind.Termination;
                return due;
            }
        }

        public bool Contains(IActorRef child) => TryGetByRef(child, out _);
    }
}
