namespace Raft.Host.Shell;

/// <summary>The lines typed before. In memory alone: values may be secrets.</summary>
internal sealed class LineHistory
{
    private const int Most = 1000;

    private readonly List<string> _lines = [];
    private int _at;
    private string _draft = "";

    /// <summary>Keeps a line, unless it is the one before again, and goes to the end.</summary>
    public void Add(string line)
    {
        if (line.Trim().Length > 0 && (_lines.Count == 0 || _lines[^1] != line))
            _lines.Add(line);
        if (_lines.Count > Most)
            _lines.RemoveAt(0);
        (_at, _draft) = (_lines.Count, "");
    }

    /// <summary>The line before, or null at the first one.</summary>
    /// <param name="current">What is typed now, to come back to.</param>
    public string? Up(string current)
    {
        if (_at == _lines.Count)
            _draft = current;
        return _at == 0 ? null : _lines[--_at];
    }

    /// <summary>The line after, at last what was typed; null behind that.</summary>
    public string? Down()
    {
        if (_at == _lines.Count)
            return null;
        return ++_at == _lines.Count ? _draft : _lines[_at];
    }
}
