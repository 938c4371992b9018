namespace Raft.Specs.Linearizability;

/// <summary>Who still needs which standing, who may still make it, and who can stand for whom.</summary>
internal sealed class Standings<T>
    where T : class
{
    private const int None = 0;
    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<int> _needing = [0];
    private readonly List<int> _making = [0];
    private readonly Dictionary<(string Kind, int Makes), int> _twinNumbers = [];
    private readonly int[] _needs;
    private readonly int[] _makes;
    private readonly int[] _twins;
    private readonly (long DueNs, long ReturnNs)[] _urgency;

    public Standings(
        IReadOnlyList<Operation<T>> operations, Func<T, string?> needs, Func<T, string?> makes, Func<T, string?> kind)
    {
        _needs = [.. operations.Select(o => NumberOf(needs(o.What)))];
        _makes = [.. operations.Select(o => NumberOf(makes(o.What)))];
        for (var i = 0; i < operations.Count; i++)
            PutBack(i, operations[i].ReturnNs is null);
        _twins = [.. operations.Select((o, i) => TwinsOf(kind(o.What), _makes[i]))];
        _urgency = Urgencies(operations);
    }

    /// <summary>
    /// Operations with the same number, unless it is 0, can stand for each other: they differ in nothing but standings
    /// that nobody needs.
    /// </summary>
    public int TwinsOf(int operation) => _twins[operation];

    /// <summary>Whether someone still needs a standing.</summary>
    public bool IsNeeded(string standing) => _numbers.TryGetValue(standing, out var number) && _needing[number] > 0;

    /// <summary>Whether someone still needs a standing that nobody will make.</summary>
    public bool IsMissed(string standing) => IsNeeded(standing) && _making[_numbers[standing]] == 0;

    /// <summary>
    /// Orders operations by when they must have taken effect: when they returned, or before that, when someone had
    /// seen what only they make.
    /// </summary>
    public int ByUrgency(int x, int y) => _urgency[x].CompareTo(_urgency[y]);

    public void Take(int operation, bool isOpen)
    {
        _making[_makes[operation]]--;
        if (!isOpen)
            _needing[_needs[operation]]--;
    }

    public void PutBack(int operation, bool isOpen)
    {
        _making[_makes[operation]]++;
        if (!isOpen)
            _needing[_needs[operation]]++;
    }

    private int NumberOf(string? standing)
    {
        if (standing is null)
            return None;
        if (_numbers.TryGetValue(standing, out var number))
            return number;
        _needing.Add(0);
        _making.Add(0);
        return _numbers[standing] = _needing.Count - 1;
    }

    private int TwinsOf(string? kind, int makes)
    {
        if (kind is null)
            return None;
        var twins = (kind, _needing[makes] > 0 ? makes : None);
        if (!_twinNumbers.TryGetValue(twins, out var number))
            _twinNumbers[twins] = number = _twinNumbers.Count + 1;
        return number;
    }

    private (long DueNs, long ReturnNs)[] Urgencies(IReadOnlyList<Operation<T>> operations)
    {
        var firstSeen = Enumerable.Repeat(long.MaxValue, _needing.Count).ToArray();
        for (var i = 0; i < operations.Count; i++)
        {
            if (_making[_needs[i]] == 1 && operations[i].ReturnNs is { } seen)
                firstSeen[_needs[i]] = Math.Min(firstSeen[_needs[i]], seen);
        }

        firstSeen[None] = long.MaxValue;
        return [.. operations.Select((o, i) =>
            (Math.Min(o.ReturnNs ?? long.MaxValue, firstSeen[_makes[i]]), o.ReturnNs ?? long.MaxValue))];
    }
}
