using System.Data.Common;
using Akka.Configuration;
using Microsoft.Data.Sqlite;

namespace Akka.Persistence.Sqlite;

/// <summary>
/// One open connection and its prepared statements, for one plug-in actor, which uses it on one thread at a time.
/// Akka.NET opens a pooled connection for each operation; keeping it saves that and the preparing, and nothing else
/// changes: between transactions it holds no lock on the file.
/// </summary>
internal sealed class SqliteSession(Func<DbConnection> create, TimeSpan statementTimeout)
{
    private readonly Dictionary<string, DbCommand> _prepared = [];
    private DbConnection? _connection;

    static SqliteSession() => SQLitePCL.Batteries_V2.Init();

    public static string ConnectionString(Config config)
    {
        var value = config.GetString("connection-string", null);
        return string.IsNullOrEmpty(value)
            ? throw new ConfigurationException("connection-string is missing; connection-string-name is not supported")
            : value;
    }

    /// <summary>Opens the file now, rather than with the first statement.</summary>
    public void Open() => Connection();

    /// <summary>The prepared statement with these values for its parameters @0, @1 and so on.</summary>
    public DbCommand Prepare(string sql, params ReadOnlySpan<object> values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
            _prepared[sql] = command = Create(sql, values.Length);
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
        return command;
    }

    public void Execute(string sql, params ReadOnlySpan<object> values) => Prepare(sql, values).ExecuteNonQuery();

    /// <summary>Reads without a transaction. Whatever fails takes the connection with it here as well.</summary>
    public T Read<T>(Func<T> body)
    {
        try
        {
            return body();
        }
        catch
        {
            Drop();
            throw;
        }
    }

    /// <summary>
    /// Runs the body in a transaction that has the write lock from the start. Whatever fails takes the connection with
    /// it, so that the next operation meets a fresh one.
    /// </summary>
    public void InTransaction(Action body)
    {
        try
        {
            Execute("BEGIN IMMEDIATE");
            body();
            Execute("COMMIT");
        }
        catch
        {
            Drop();
            throw;
        }
    }

    /// <summary>True if the body was done, false if it failed and only what it did was taken back.</summary>
    public bool TryWithin(Action body, out Exception? failure)
    {
        Execute("SAVEPOINT one_write");
        try
        {
            body();
            failure = null;
        }
        catch (Exception cause)
        {
            // Fails where SQLite has already given up the whole transaction (disk full, for one): then so must we.
            Execute("ROLLBACK TO one_write");
            failure = cause;
        }

        Execute("RELEASE one_write");
        return failure is null;
    }

    /// <summary>Forgets the prepared statements, each of which holds a copy of the values it last had.</summary>
    public void Forget()
    {
        foreach (var command in _prepared.Values)
            command.Dispose();
        _prepared.Clear();
    }

    public void Close()
    {
        Forget();
        if (_connection is null)
            return;
        // Out of the pool too: a stopped journal leaves no open file behind.
        if (_connection is SqliteConnection pooled)
            SqliteConnection.ClearPool(pooled);
        _connection.Dispose();
        _connection = null;
    }

    private DbCommand Create(string sql, int parameters)
    {
        var command = Connection().CreateCommand();
        command.CommandText = sql;
        // As in Akka.NET, the wait for the write lock is the connection string's "Default Timeout".
        if (parameters > 0)
            command.CommandTimeout = (int)statementTimeout.TotalSeconds;
        for (var i = 0; i < parameters; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@{i}";
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private DbConnection Connection()
    {
        if (_connection is not null)
            return _connection;
        _connection = create();
        try
        {
            _connection.Open();
            return _connection;
        }
        catch
        {
            Close();
            throw;
        }
    }

    private void Drop()
    {
        try
        {
            if (_connection is not null)
                Execute("ROLLBACK");
        }
        catch (DbException)
        {
            // It was rolled back already, or never begun.
        }

        Close();
    }
}
