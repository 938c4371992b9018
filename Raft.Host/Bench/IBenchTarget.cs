namespace Raft.Host.Bench;

/// <summary>What became of one request.</summary>
/// <param name="Ok">Whether it was served.</param>
/// <param name="Error">Otherwise a word for its kind, under which errors are counted.</param>
public readonly record struct BenchResult(bool Ok, string Error = "");

/// <summary>A store under load. Used by many clients at once.</summary>
public interface IBenchTarget : IAsyncDisposable
{
    /// <summary>What is measured, for the report.</summary>
    string Name { get; }

    /// <summary>Writes a key.</summary>
    Task<BenchResult> Put(int client, string key, byte[] value, CancellationToken cancel);

    /// <summary>Reads a key, linearizably; a key that is not there is served too.</summary>
    Task<BenchResult> Get(int client, string key, CancellationToken cancel);
}
