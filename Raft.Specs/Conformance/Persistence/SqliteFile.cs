using System.Text;
using Akka.Actor;
using Akka.Serialization;
using Microsoft.Data.Sqlite;

namespace Raft.Specs.Conformance;

/// <summary>A file for one spec, and a look into it past the plug-ins.</summary>
internal sealed class SqliteFile : IDisposable
{
    private const string Journals = "Akka.Persistence.Sqlite.Journal";

    private readonly string _folder = Directory.CreateTempSubdirectory("sqlite-specs-").FullName;

    public string Path => System.IO.Path.Combine(_folder, "events.db");

    // A short wait for locks: some specs hold one.
    public string ConnectionString => $"Data Source={Path};Default Timeout=1";

    /// <summary>The plain journal, the snapshot store and the batching journal, all on this file.</summary>
    public string Config => $$"""
        akka.actor {
          serializers.entry = "Raft.Specs.Conformance.EntrySerializer, Raft.Specs"
          serializers.typed = "Raft.Specs.Conformance.TypedSerializer, Raft.Specs"
          serialization-bindings {
            "Raft.Specs.Conformance.Entry, Raft.Specs" = entry
            "Raft.Specs.Conformance.Typed, Raft.Specs" = typed
          }
          serialization-identifiers {
            "Raft.Specs.Conformance.EntrySerializer, Raft.Specs" = 4711
            "Raft.Specs.Conformance.TypedSerializer, Raft.Specs" = 4712
          }
        }
        plain {
          class = "{{Journals}}.SqliteJournal, Akka.Persistence.Sqlite"
          auto-initialize = on
        {{Place}}
        }
        uninitialized {
          class = "{{Journals}}.SqliteJournal, Akka.Persistence.Sqlite"
        {{Place}}
        }
        batching {
          class = "{{Journals}}.BatchingSqliteJournal, Akka.Persistence.Sqlite"
          auto-initialize = on
          table-name = event_journal
          metadata-table-name = journal_metadata
        {{Place}}
        }
        snapshots {
          class = "Akka.Persistence.Sqlite.Snapshot.SqliteSnapshotStore, Akka.Persistence.Sqlite"
          auto-initialize = on
        {{Place}}
        }
        """;

    private string Place => $"""
        connection-string = "{ConnectionString}"
        connection-timeout = 1s
        """;

    public static NotebookOptions Plain { get; } = new() { Journal = "plain", Snapshots = "snapshots" };

    public static NotebookOptions Batching { get; } = new() { Journal = "batching", Snapshots = "snapshots" };

    public void Execute(string sql)
    {
        using var connection = Open();
        Execute(connection, sql);
    }

    /// <summary>Each row's columns, joined by a bar.</summary>
    public string[] Rows(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            var columns = Enumerable.Range(0, reader.FieldCount)
                .Select(i => reader.IsDBNull(i) ? "NULL" : Convert.ToString(reader.GetValue(i)));
            rows.Add(string.Join("|", columns));
        }

        return [.. rows];
    }

    /// <summary>Holds the file's write lock, as another process might.</summary>
    public IDisposable Lock()
    {
        var connection = Open();
        Execute(connection, "BEGIN IMMEDIATE");
        return connection;
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(ConnectionString + ";Pooling=False");
        connection.Open();
        return connection;
    }
}

/// <summary>An event with a serializer of its own, which calls it "e" and cannot write every one.</summary>
internal sealed record Entry(string Text);

/// <summary>An event whose serializer is given its type back, and has no name for it.</summary>
internal sealed record Typed;

/// <summary>An event without a serializer of its own.</summary>
internal sealed record Unbound(string Text);

internal sealed class EntrySerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    public override int Identifier => 4711;

    public override string Manifest(object o) => "e";

    public override byte[] ToBinary(object obj) =>
        obj is Entry { Text: not "unwritable" } entry
            ? Encoding.UTF8.GetBytes(entry.Text)
            : throw new InvalidOperationException("I do not write this one");

    public override object FromBinary(byte[] bytes, string manifest) =>
        Encoding.UTF8.GetString(bytes) is var text and not "unreadable"
            ? new Entry(text)
            : throw new InvalidOperationException("I do not read this one");
}

internal sealed class TypedSerializer(ExtendedActorSystem system) : Serializer(system)
{
    public override int Identifier => 4712;

    public override bool IncludeManifest => true;

    public override byte[] ToBinary(object obj) => [];

    public override object FromBinary(byte[] bytes, Type type) => Activator.CreateInstance(type)!;
}
