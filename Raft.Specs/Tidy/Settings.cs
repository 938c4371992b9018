namespace Raft.Specs.Tidy;

/// <summary>A setting in a HOCON file.</summary>
/// <param name="Path">Its path below the section <c>raft</c>.</param>
/// <param name="Comment">The comment above it, or above the group of settings that it stands in.</param>
internal sealed record Setting(string Path, string Comment)
{
    private static readonly string[] PlugIns = ["journal.", "snapshots.", "journal-dispatcher."];

    /// <summary>Whether it is Akka.Persistence that reads it.</summary>
    public bool IsPlugIns => PlugIns.Any(p => Path.StartsWith(p));
}

/// <summary>
/// Reads the settings of <c>raft</c> with their comments, in the plain style that our files are written in.
/// </summary>
internal static class Settings
{
    /// <summary>The settings of Raft.Actors, in order.</summary>
    public static IEnumerable<Setting> OfTheProduct() =>
        In(Repository.Files("Raft.Actors", ".conf").Single(f => f.Path == "Raft.Actors/reference.conf"));

    private static IEnumerable<Setting> In(Source file)
    {
        var path = new List<string>();
        var comment = "";
        foreach (var line in file.Lines.Select(l => l.Trim()))
        {
            if (line.StartsWith('#'))
                comment += line.TrimStart('#');
            else if (line.Length == 0)
                comment = "";
            else if (line.EndsWith('{'))
                path.Add(line[..^1].Trim());
            else if (line == "}")
                path.RemoveAt(path.Count - 1);
            else if (path.Count > 0 && path[0] == "raft" && line.Contains('='))
                yield return new Setting(string.Join('.', path.Skip(1).Append(line.Split('=')[0].Trim())), comment);
        }
    }
}
