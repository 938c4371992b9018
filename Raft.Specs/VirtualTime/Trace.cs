using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Raft.Specs.VirtualTime;

/// <summary>
/// What happened, line by line with its virtual time. Two runs are alike if and only if their hashes are. Compare the
/// hashes of two processes: string hashes, and all that depends on them, differ between processes, not between runs.
/// </summary>
public sealed class Trace
{
    private readonly VirtualClock _clock;
    private readonly List<string> _lines = [];

    internal Trace(VirtualClock clock) => _clock = clock;

    /// <summary>The lines so far, each led by its time in seconds.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Adds a line at the current virtual time.</summary>
    public void Note(string text)
    {
        var seconds = _clock.Now.TotalSeconds.ToString("0.000000", CultureInfo.InvariantCulture);
        _lines.Add(seconds + " " + text);
    }

    /// <summary>SHA-256 over the lines in UTF-8, each ended by a line feed, in lower-case hexadecimal digits.</summary>
    public string Hash()
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var line in _lines)
            sha.AppendData(Encoding.UTF8.GetBytes(line + "\n"));
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    /// <summary>The last lines, to be shown when a spec fails.</summary>
    public string Tail(int lines = 40) => string.Join('\n', _lines.TakeLast(lines));
}
