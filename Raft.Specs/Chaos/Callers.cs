using System.Globalization;

namespace Raft.Specs.Chaos;

/// <summary>Which of our processes a local connection belongs to, as Linux tells under /proc.</summary>
internal static class Callers
{
    private const int LocalAddressColumn = 1;
    private const int InodeColumn = 9;

    public static bool AreKnown => File.Exists("/proc/net/tcp");

    /// <summary>The node that dialled from a port of this machine; null when that cannot be told.</summary>
    public static int? Find(int port, IEnumerable<int> nodes, Func<int, int?> processOf)
    {
        if (!AreKnown || Inode(port) is not { } inode)
            return null;
        var wanted = $"socket:[{inode}]";
        foreach (var node in nodes)
        {
            if (processOf(node) is { } process && Holds(process, wanted))
                return node;
        }

        return null;
    }

    private static string? Inode(int port)
    {
        var suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        // A socket that listens on IPv6 as well, as .NET's do, is listed in the other file.
        foreach (var file in new[] { "/proc/net/tcp", "/proc/net/tcp6" })
        {
            foreach (var line in File.Exists(file) ? File.ReadLines(file).Skip(1) : [])
            {
                var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                var isIt = columns[LocalAddressColumn].EndsWith(suffix, StringComparison.Ordinal);
                if (isIt && columns[InodeColumn] != "0")
                    return columns[InodeColumn];
            }
        }

        return null;
    }

    private static bool Holds(int process, string wanted)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries($"/proc/{process}/fd")
                .Any(entry => new FileInfo(entry).LinkTarget == wanted);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
