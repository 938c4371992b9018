using System.Globalization;
using Microsoft.Data.Sqlite;
using Raft.Host.Configuration;

namespace Raft.Host.Nodes;

/// <summary>
/// A node's own folder: its journal, its snapshots and the lock that keeps every other process out. The operating
/// system holds the lock and drops it when the process ends in whatever way, so a crash leaves nothing to clean up.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private const long LeastBytes = 1 << 20;

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream @lock)
    {
        Path = path;
        _lock = @lock;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The journal's file.</summary>
    public string Journal => System.IO.Path.Combine(Path, "journal.db");

    /// <summary>
    /// The snapshots' file, apart from the journal's so that a large snapshot does not hold up an entry.
    /// </summary>
    public string Snapshots => System.IO.Path.Combine(Path, "snapshots.db");

    /// <summary>
    /// What to add to a failure when there is next to no space left; else nothing. A journal does not always say so
    /// itself: that of Akka.NET tells of the transaction that it could not undo afterwards.
    /// </summary>
    public static string Shortage(string path)
    {
        try
        {
            var left = new DriveInfo(System.IO.Path.GetFullPath(path)).AvailableFreeSpace;
            return left < LeastBytes ? $" (the disk is full: {left} bytes are left for {path})" : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return "";
        }
    }

    /// <summary>Refuses when another process has the folder; touches nothing.</summary>
    /// <exception cref="UsageException">It has.</exception>
    public static void RefuseIfInUse(string path)
    {
        if (File.Exists(LockFile(path)))
            Lock(path).Dispose();
    }

    /// <summary>Takes the folder, making it when it is not there.</summary>
    /// <exception cref="UsageException">Another process has it, or it cannot be made.</exception>
    public static DataFolder Open(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path}: the data folder cannot be made: {broken.Message}");
        }

        var folder = new DataFolder(path, Lock(path));
        try
        {
            File.WriteAllText(PidFile(path), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            WriteAhead(folder.Journal);
            WriteAhead(folder.Snapshots);
            return folder;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or SqliteException)
        {
            folder.Dispose();
            throw new UsageException($"{path}: the data folder cannot be used: {broken.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(LockFile(path), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            var holder = File.Exists(PidFile(path)) ? $" (process {File.ReadAllText(PidFile(path)).Trim()})" : "";
            throw new UsageException(
                $"{path}: the data folder is in use by another node{holder}; a node's data has one owner");
        }
        catch (UnauthorizedAccessException broken)
        {
            throw new UsageException($"{path}: the data folder cannot be used: {broken.Message}");
        }
    }

    // The plug-ins leave the journal mode alone, and it stays with the file: writers then do not wait for readers.
    private static void WriteAhead(string file)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL";
        command.ExecuteScalar();
    }

    private static string LockFile(string path) => System.IO.Path.Combine(path, "node.lock");

    private static string PidFile(string path) => System.IO.Path.Combine(path, "node.pid");
}
