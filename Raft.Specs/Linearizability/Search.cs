using System.Runtime.InteropServices;

namespace Raft.Specs.Linearizability;

/// <summary>
/// Looks for an order of the operations that explains every answer: Wing and Gong's search with Lowe's memory of the
/// places where it has been. At every step some operation that was called before the first pending return takes
/// effect. Four rules keep the search from trying what cannot matter:
/// <list type="bullet">
/// <item>A read that is legal takes effect at once: no order is lost by that.</item>
/// <item>An open operation takes effect only just before one that would end differently without it: else it need not
/// have happened.</item>
/// <item>A standing that someone still needs, and that nobody will make again, is not left.</item>
/// <item>Of operations that can stand for each other, the one that returned first goes first.</item>
/// </list>
/// </summary>
internal sealed class Search<TState, T>
    where T : class
{
    private const int StepsBetweenLooksAtTheClock = 4096;

    private readonly Model<TState, T> _model;
    private readonly Timeline<T> _timeline;
    private readonly Standings<T> _standings;
    private readonly HashSet<(UInt128 Done, TState State)> _visited;
    private readonly List<Place> _path = [];
    private readonly List<int> _choices = [];
    private readonly HashSet<int> _seenTwins = [];

    public Search(Model<TState, T> model, IReadOnlyList<Operation<T>> operations)
    {
        _model = model;
        _timeline = new Timeline<T>(operations);
        _standings = new Standings<T>(operations, model.Needs, model.Makes, model.Kind);
        _visited = new HashSet<(UInt128, TState)>(new PlaceComparer(model.Equal));
    }

    /// <summary>The steps that were taken.</summary>
    public long Steps { get; private set; }

    /// <summary>
    /// After Ok: the operations in the order in which they took effect, each with the state after it.
    /// </summary>
    public IReadOnlyList<(int Operation, TState After)> Order =>
        [.. _path.Skip(1).Select(place => (place.Operation, place.State))];

    public Verdict Run(long maxSteps, Func<bool> isLate)
    {
        Visit(-1, _model.Init, UInt128.Zero);
        while (_timeline.Pending > 0)
        {
            if (++Steps > maxSteps || (Steps % StepsBetweenLooksAtTheClock == 0 && isLate()))
                return Verdict.Unknown;
            if (Advance())
                continue;
            if (_path.Count == 1)
                return Verdict.Illegal;
            Retreat();
        }

        return Verdict.Ok;
    }

    /// <summary>Takes the next choice at the last place of the path that leads anywhere new.</summary>
    private bool Advance()
    {
        ref var here = ref CollectionsMarshal.AsSpan(_path)[^1];
        while (NextChoice(ref here, out var choice))
        {
            var (isLegal, next) = _model.Step(here.State, _timeline[choice].What);
            if (!isLegal || IsIdle(choice, next))
                continue;
            Take(choice);
            var done = here.Done ^ Fingerprint(choice);
            if (!IsDeadEnd(here.State, next) && _visited.Add((done, Blurred(next))))
            {
                Visit(choice, next, done);
                return true;
            }

            PutBack(choice);
        }

        return false;
    }

    private void Retreat()
    {
        var left = _path[^1];
        _path.RemoveAt(_path.Count - 1);
        _choices.RemoveRange(left.FirstChoice, _choices.Count - left.FirstChoice);
        PutBack(left.Operation);
    }

    private void Visit(int operation, TState state, UInt128 done)
    {
        var first = _choices.Count;
        var isForced = false;
        foreach (var candidate in _timeline.Candidates())
        {
            var (isLegal, next) = _model.Step(state, _timeline[candidate].What);
            if (!isLegal)
                continue;
            isForced = _model.IsRead(_timeline[candidate].What) && _model.Equal.Equals(state, next);
            if (isForced)
                _choices.RemoveRange(first, _choices.Count - first);
            _choices.Add(candidate);
            if (isForced)
                break;
        }

        CollectionsMarshal.AsSpan(_choices)[first..].Sort(_standings.ByUrgency);
        LeaveTwinsOut(first);
        _path.Add(new Place(operation, state, done, first, HasOpenOnes: isForced) { NextChoice = first });
    }

    // The open operations come last, and are listed only when nothing else is left: most places never need them.
    private bool NextChoice(ref Place here, out int choice)
    {
        if (here.NextChoice == _choices.Count && !here.HasOpenOnes)
        {
            here = here with { HasOpenOnes = true };
            _choices.AddRange(_timeline.OpenCandidates());
            LeaveTwinsOut(here.FirstChoice);
        }

        var isThere = here.NextChoice < _choices.Count;
        choice = isThere ? _choices[here.NextChoice++] : -1;
        return isThere;
    }

    // The step before was an open operation, and this one ends the same without it.
    private bool IsIdle(int choice, TState next)
    {
        if (_path.Count < 2 || !_timeline.IsOpen(_path[^1].Operation))
            return false;
        var (isLegal, without) = _model.Step(_path[^2].State, _timeline[choice].What);
        return isLegal && _model.Equal.Equals(without, next);
    }

    private bool IsDeadEnd(TState from, TState to)
    {
        if (_model.Standing(from) is { } left && left != _model.Standing(to) && _standings.IsMissed(left))
            return true;
        foreach (var candidate in _timeline.Candidates())
        {
            if (_model.IsHopeless(to, _timeline[candidate].What))
                return true;
        }

        return false;
    }

    // Of those that can stand for each other the one that must be done first is enough.
    private void LeaveTwinsOut(int first)
    {
        var kept = first;
        for (var i = first; i < _choices.Count; i++)
        {
            var twins = _standings.TwinsOf(_choices[i]);
            if (twins == 0 || _seenTwins.Add(twins))
                _choices[kept++] = _choices[i];
        }

        _choices.RemoveRange(kept, _choices.Count - kept);
        _seenTwins.Clear();
    }

    private TState Blurred(TState state) =>
        _model.Standing(state) is { } standing && !_standings.IsNeeded(standing) ? _model.Blur(state) : state;

    private void Take(int operation)
    {
        _timeline.Take(operation);
        _standings.Take(operation, _timeline.IsOpen(operation));
    }

    private void PutBack(int operation)
    {
        _timeline.PutBack(operation);
        _standings.PutBack(operation, _timeline.IsOpen(operation));
    }

    // A set of operations is remembered as the exclusive or of 128 random bits for each: two sets that are alike in
    // all of them will not be met before the sun burns out.
    private static UInt128 Fingerprint(int operation) =>
        new(Mix((2UL * (ulong)operation) + 1), Mix((2UL * (ulong)operation) + 2));

    // SplitMix64.
    private static ulong Mix(ulong number)
    {
        var z = number * 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A place on the path: what took effect last, the state after it, and which choices are left.</summary>
    private record struct Place(int Operation, TState State, UInt128 Done, int FirstChoice, bool HasOpenOnes)
    {
        public int NextChoice { get; set; }
    }

    private sealed class PlaceComparer(IEqualityComparer<TState> states)
        : IEqualityComparer<(UInt128 Done, TState State)>
    {
        public bool Equals((UInt128 Done, TState State) x, (UInt128 Done, TState State) y) =>
            x.Done == y.Done && states.Equals(x.State, y.State);

        public int GetHashCode((UInt128 Done, TState State) place) =>
            HashCode.Combine(place.Done, place.State is null ? 0 : states.GetHashCode(place.State));
    }
}
