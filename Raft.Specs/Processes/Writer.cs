namespace Raft.Specs.Processes;

/// <summary>A client that writes one key after the other, as fast as it is answered.</summary>
internal sealed class Writer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;

    public Writer(ProcessCluster cluster) => _work = Task.Run(async () =>
    {
        using var client = cluster.Client(TimeSpan.FromSeconds(10));
        while (!_stop.IsCancellationRequested)
        {
            var key = $"key-{Acknowledged.Count:D5}";
            var answer = await client.Write(HttpMethod.Put, "/v1/kv/" + key, [1], null, CancellationToken.None);
            if (answer.Ok)
                Acknowledged.Add(key);
            else
                (answer.Problem.Outcome == "unknown" ? Unknown : Failures).Add(answer.Problem.Detail);
        }
    });

    public List<string> Acknowledged { get; } = [];

    /// <summary>Why it was told that a write did not happen.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>Why nobody could tell it what became of a write.</summary>
    public List<string> Unknown { get; } = [];

    public async Task Stop()
    {
        await _stop.CancelAsync();
        await _work;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _stop.Dispose();
    }
}
