using Raft.Host.Controller;

namespace Raft.Specs.Controller;

/// <summary>A node of which a spec says who leads, and which remembers what it was told.</summary>
internal sealed class FakeNode(string name) : IControlledNode
{
    private readonly Lock _turns = new();
    private readonly List<ControllerEntry> _entries = [];
    private readonly List<string> _told = [];

    public string Name => name;

    public long Term { get; set; } = 3;

    public string? Leader { get; set; } = "Node1";

    public bool CannotSay { get; set; }

    public IReadOnlyList<string> Told
    {
        get
        {
            lock (_turns)
                return [.. _told];
        }
    }

    public Task Store(string key, string value)
    {
        lock (_turns)
            _entries.Add(new ControllerEntry(Term, key, value));
        return Task.CompletedTask;
    }

    public Task<(IReadOnlyList<ControllerEntry> Entries, bool Omitted)?> Committed(int bytes)
    {
        lock (_turns)
            return Task.FromResult<(IReadOnlyList<ControllerEntry>, bool)?>(
                CannotSay ? null : (_entries.ToList(), false));
    }

    public void StandForElection() => Note("stand");

    public void StepDown() => Note("step down");

    public void Suspend() => Note("suspend");

    public void Resume() => Note("resume");

    private void Note(string what)
    {
        lock (_turns)
            _told.Add(what);
    }
}
