using System.Text;

namespace Raft.Host.Lab;

/// <summary>A text file of every node's, begun anew with every run, to which lines are added.</summary>
internal sealed class LabFiles(string folder, string pattern)
{
    private static readonly UTF8Encoding Plain = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Empties them, so that a run needs nothing to be deleted.</summary>
    public void Begin()
    {
        for (var node = 1; node <= LabSettings.Nodes; node++)
            File.WriteAllText(NameOf(node), "", Plain);
    }

    public string NameOf(int node) => Path.Combine(folder, pattern.Replace("{0}", $"{node}", StringComparison.Ordinal));

    public void Add(int node, string line) => File.AppendAllText(NameOf(node), line + "\n", Plain);
}

/// <summary>Task 2: every node notes at every interval who leads, and once when it is the one.</summary>
internal sealed class ElectionNotes(LabSettings settings, LabFiles files) : ILabNotes
{
    private readonly Dictionary<int, TimeSpan> _notedAt = [];
    private readonly Dictionary<int, long> _ledIn = [];
    private readonly Dictionary<int, (int? Leader, int Times)> _noted = [];

    /// <summary>What a node noted last, and how often in a row.</summary>
    public (int? Leader, int Times) LastOf(int node) => _noted.GetValueOrDefault(node);

    /// <inheritdoc/>
    public void Take(IReadOnlyList<LabView> views, TimeSpan at)
    {
        foreach (var view in views.Where(view => view.Status is not null))
        {
            if (view.Leads && _ledIn.GetValueOrDefault(view.Node) < view.Status!.Term)
            {
                _ledIn[view.Node] = view.Status.Term;
                files.Add(view.Node, $"LEADER IS NOW NODE {view.Node}");
            }
            if (_notedAt.TryGetValue(view.Node, out var before) && at - before < settings.Interval)
                continue;
            _notedAt[view.Node] = at;
            files.Add(view.Node, $"LEADER => {(view.Leader is { } leader ? settings.AddressOf(leader) : "None")}");
            var last = _noted.GetValueOrDefault(view.Node);
            _noted[view.Node] = (view.Leader, last.Times > 0 && last.Leader == view.Leader ? last.Times + 1 : 1);
        }
    }
}

/// <summary>The lab's variant: every node notes whenever another one leads.</summary>
internal sealed class LeaderNotes(LabSettings settings, LabFiles files) : ILabNotes
{
    private readonly Dictionary<int, int?> _noted = [];

    /// <inheritdoc/>
    public void Take(IReadOnlyList<LabView> views, TimeSpan at)
    {
        foreach (var view in views)
        {
            if (view.Status is null)
            {
                _noted.Remove(view.Node);       // one that comes back begins anew
                continue;
            }
            if (_noted.TryGetValue(view.Node, out var before) && before == view.Leader)
                continue;
            _noted[view.Node] = view.Leader;
            files.Add(view.Node, $"Leader is now: {(view.Leader is { } leader ? settings.AddressOf(leader) : "None")}");
        }
    }
}
