namespace Raft.Specs.Linearizability;

/// <summary>
/// The calls and returns of a history in the order of time, as a list from which operations that took effect are taken
/// out, and into which they are put back, in constant time. Calls and returns of the same nanosecond count as
/// concurrent.
/// </summary>
internal sealed class Timeline<T>
{
    private const int Head = 0;
    private readonly IReadOnlyList<Operation<T>> _operations;
    private readonly int[] _next;
    private readonly int[] _previous;
    private readonly int[] _callAt;
    private readonly int[] _returnAt;
    private readonly int[] _operationAt;
    private readonly List<int> _open = [];
    private readonly bool[] _isTaken;

    public Timeline(IReadOnlyList<Operation<T>> operations)
    {
        _operations = operations;
        var events = operations
            .SelectMany((o, i) => o.ReturnNs is { } end
                ? new[] { (At: o.CallNs, IsReturn: false, Operation: i), (At: end, IsReturn: true, Operation: i) }
                : [(At: o.CallNs, IsReturn: false, Operation: i)])
            .OrderBy(e => e.At).ThenBy(e => e.IsReturn)
            .ToList();
        _next = new int[events.Count + 1];
        _previous = new int[events.Count + 1];
        _operationAt = new int[events.Count + 1];
        _callAt = new int[operations.Count];
        _returnAt = new int[operations.Count];
        _isTaken = new bool[operations.Count];
        var last = Head;
        for (var i = 0; i < events.Count; i++)
        {
            var at = i + 1;
            var operation = events[i].Operation;
            _operationAt[at] = operation;
            (events[i].IsReturn ? _returnAt : _callAt)[operation] = at;
            if (operations[operation].ReturnNs is null)
                _open.Add(operation);
            else
                last = Link(last, at);
        }

        Pending = operations.Count - _open.Count;
    }

    /// <summary>The answered operations that have yet to take effect.</summary>
    public int Pending { get; private set; }

    public Operation<T> this[int operation] => _operations[operation];

    public bool IsOpen(int operation) => _returnAt[operation] == 0;

    /// <summary>
    /// The answered operations that may take effect next: those called before the first pending return.
    /// </summary>
    public CandidateList Candidates() => new(this);

    /// <summary>The open operations that may take effect next.</summary>
    public IEnumerable<int> OpenCandidates()
    {
        var end = Head;
        do
            end = _next[end];
        while (end != Head && !IsReturn(end));
        return _open.TakeWhile(o => _callAt[o] < end).Where(o => !_isTaken[o]);
    }

    /// <summary>An operation takes effect.</summary>
    public void Take(int operation)
    {
        _isTaken[operation] = true;
        if (IsOpen(operation))
            return;
        Unlink(_callAt[operation]);
        Unlink(_returnAt[operation]);
        Pending--;
    }

    /// <summary>It did not, after all. The last one taken is the first to be put back.</summary>
    public void PutBack(int operation)
    {
        _isTaken[operation] = false;
        if (IsOpen(operation))
            return;
        Relink(_returnAt[operation]);
        Relink(_callAt[operation]);
        Pending++;
    }

    private bool IsReturn(int at) => _returnAt[_operationAt[at]] == at;

    private int Link(int last, int at)
    {
        _next[last] = at;
        _previous[at] = last;
        return at;
    }

    private void Unlink(int at)
    {
        _next[_previous[at]] = _next[at];
        _previous[_next[at]] = _previous[at];
    }

    private void Relink(int at)
    {
        _next[_previous[at]] = at;
        _previous[_next[at]] = at;
    }

    /// <summary>Walks the calls up to the first return.</summary>
    internal struct CandidateList(Timeline<T> timeline)
    {
        private int _at = Head;

        public readonly int Current => timeline._operationAt[_at];

        public readonly CandidateList GetEnumerator() => this;

        public bool MoveNext()
        {
            _at = timeline._next[_at];
            return _at != Head && !timeline.IsReturn(_at);
        }
    }
}
