using System.Text;
using Raft.Actors.Consensus;
using Raft.Actors.Protocol;
using Raft.Specs.Simulation;

namespace Raft.Specs.Scenarios;

/// <summary>
/// The simulation as scenarios see it. There is no machine and no client there: a command is the text <c>key=value</c>,
/// and whoever asks goes to the leader that the asked node knows, as the node actor does.
/// </summary>
internal sealed class RolesCluster(int nodes, int seed = 1) : IScenarioCluster
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    private readonly SimulatedCluster _cluster = new(nodes, seed);
    private readonly HashSet<int> _isolated = [];

    /// <inheritdoc/>
    public int Size => nodes;

    /// <inheritdoc/>
    public int Elect() =>
        int.Parse(_cluster.Elect().Id.Value.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public Written Set(string key, string value, int via = 0)
    {
        var end = _cluster.Now + Patience;
        while (_cluster.Now < end)
        {
            if (LeaderKnownTo(via) is { } leader)
            {
                var answer = AnswerTo(_cluster.Propose(leader, $"{key}={value}"), end);
                if (answer is CommandAnswer.Committed)
                    return Written.Yes;
                if (answer is not CommandAnswer.NotCommitted)
                    return Written.Perhaps;
            }

            _cluster.Run(Pause);
        }

        return Written.No;
    }

    /// <inheritdoc/>
    public string? Get(string key, int via = 0)
    {
        var end = _cluster.Now + Patience;
        while (_cluster.Now < end)
        {
            var node = Via(via);
            var ticket = _cluster.Order(node, t => new Read(t, ReadConsistency.Linearizable));
            if (AnswerTo(ticket, end) is ReadAnswer.Value)
                return ContentOf(node).GetValueOrDefault(key);
            _cluster.Run(Pause);
        }

        throw new UnansweredException("no leader confirmed the read");
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Content(int node) => ContentOf(_cluster[node]);

    /// <inheritdoc/>
    public void Isolate(int node)
    {
        _isolated.Add(node);
        _cluster.Isolate(_cluster[node]);
    }

    /// <inheritdoc/>
    public void Heal()
    {
        _isolated.Clear();
        _cluster.Heal();
    }

    /// <inheritdoc/>
    public void Crash(int node) => _cluster[node].Crash();

    /// <inheritdoc/>
    public void Restart(int node) => _cluster.Restart(_cluster[node]);

    /// <inheritdoc/>
    public void HangDisk(int node) => _cluster[node].Disk.HangsUntil = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public void Run(TimeSpan time) => _cluster.Run(time);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private Dictionary<string, string> ContentOf(SimulatedNode node)
    {
        var content = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var index = 1L; index <= node.AppliedIndex; index++)
        {
            var entry = _cluster.Agreement[index];
            if (entry.Kind != EntryKind.Command)
                continue;
            var command = Encoding.UTF8.GetString(entry.Payload.Span).Split('=', 2);
            content[command[0]] = command[1];
        }

        return content;
    }

    private object? AnswerTo(long ticket, TimeSpan end)
    {
        _cluster.RunUntil(() => _cluster.Answers.ContainsKey(ticket), end - _cluster.Now);
        return _cluster.Answers.GetValueOrDefault(ticket);
    }

    private SimulatedNode Via(int number)
    {
        if (number == 0)
            number = Enumerable.Range(1, nodes).First(n => _cluster[n].IsUp && !_isolated.Contains(n));
        return _cluster[number];
    }

    private SimulatedNode? LeaderKnownTo(int via) =>
        Via(via).Replica.Leader is { } leader && _cluster.Nodes[leader] is { IsUp: true, Role: Leader } node
            ? node
            : null;
}
