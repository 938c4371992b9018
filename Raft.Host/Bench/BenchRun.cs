using System.Diagnostics;

namespace Raft.Host.Bench;

/// <summary>A load: so many clients, each of which sends its next request when the one before is answered.</summary>
public sealed record BenchPlan
{
    /// <summary>How many clients.</summary>
    public required int Clients { get; init; }

    /// <summary>How many different keys.</summary>
    public required int Keys { get; init; }

    /// <summary>The size of each value in bytes.</summary>
    public required int ValueBytes { get; init; }

    /// <summary>The share of reads in percent.</summary>
    public required int ReadPercent { get; init; }

    /// <summary>How long to measure, or null to stop by <see cref="Count"/>.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>How many requests to measure, or null to stop by <see cref="Duration"/>.</summary>
    public long? Count { get; init; }

    /// <summary>How long to run before measuring: what is cold is several times slower.</summary>
    public TimeSpan WarmUp { get; init; }

    /// <summary>The seed of keys and of the mix, so that two systems get the same requests.</summary>
    public int Seed { get; init; } = 1;
}

/// <summary>What a run measured.</summary>
/// <param name="Target">Of what.</param>
/// <param name="Seconds">For how long.</param>
/// <param name="Writes">Times of writes that were served.</param>
/// <param name="Reads">Times of reads that were served.</param>
/// <param name="Errors">What was not served, by kind.</param>
public sealed record BenchReport(
    string Target, double Seconds, LatencyHistogram Writes, LatencyHistogram Reads,
    IReadOnlyDictionary<string, long> Errors)
{
    /// <summary>Requests served per second.</summary>
    public double PerSecond => Seconds > 0 ? (Writes.Count + Reads.Count) / Seconds : 0;
}

/// <summary>Puts a load on a target and measures each request from its sending to its answer.</summary>
public sealed class BenchRun(IBenchTarget target, BenchPlan plan)
{
    private long _begun;
    private long _served;

    /// <summary>How many requests were served so far, warm-up left out.</summary>
    public long Served => Interlocked.Read(ref _served);

    /// <summary>Runs the load.</summary>
    public async Task<BenchReport> Run(CancellationToken cancel)
    {
        if (plan.WarmUp > TimeSpan.Zero)
            await Phase(plan.WarmUp, null, isWarmUp: true, cancel);
        var clock = Stopwatch.StartNew();
        var clients = await Phase(plan.Duration, plan.Count, isWarmUp: false, cancel);
        var seconds = clock.Elapsed.TotalSeconds;
        var (writes, reads) = (new LatencyHistogram(), new LatencyHistogram());
        var errors = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var client in clients)
        {
            writes.Add(client.Writes);
            reads.Add(client.Reads);
            foreach (var (kind, count) in client.Errors)
                errors[kind] = errors.GetValueOrDefault(kind) + count;
        }

        return new BenchReport(target.Name, seconds, writes, reads, errors);
    }

    private async Task<Client[]> Phase(TimeSpan? duration, long? count, bool isWarmUp, CancellationToken cancel)
    {
        Interlocked.Exchange(ref _begun, 0);
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        if (duration is { } limit)
            time.CancelAfter(limit);
        var clients = Enumerable.Range(0, plan.Clients).Select(i => new Client(i, plan)).ToArray();
        await Task.WhenAll(
            clients.Select(c => Task.Run(() => Loop(c, count, isWarmUp, time.Token), CancellationToken.None)));
        return clients;
    }

    private async Task Loop(Client client, long? count, bool isWarmUp, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && (count is null || Interlocked.Increment(ref _begun) <= count))
        {
            var began = Stopwatch.GetTimestamp();
            BenchResult result;
            var isRead = client.NextIsRead();
            try
            {
                result = isRead
                    ? await target.Get(client.Number, client.NextKey(), stop)
                    : await target.Put(client.Number, client.NextKey(), client.Value, stop);
            }
            catch (OperationCanceledException)
            {
                return;                         // the time is over: what is under way is not measured
            }

            client.Note(isRead, result, Stopwatch.GetElapsedTime(began));
            if (result.Ok && !isWarmUp)
                Interlocked.Increment(ref _served);
        }
    }

    private sealed class Client
    {
        private readonly Random _dice;
        private readonly BenchPlan _plan;

        public Client(int number, BenchPlan plan)
        {
            Number = number;
            _plan = plan;
            _dice = new Random((plan.Seed * 7919) + number);
            Value = new byte[plan.ValueBytes];
            for (var i = 0; i < Value.Length; i++)
                Value[i] = (byte)('a' + _dice.Next(26));
        }

        public int Number { get; }

        public byte[] Value { get; }

        public LatencyHistogram Writes { get; } = new();

        public LatencyHistogram Reads { get; } = new();

        public Dictionary<string, long> Errors { get; } = [];

        public bool NextIsRead() => _dice.Next(100) < _plan.ReadPercent;

        public string NextKey() => $"bench-{_dice.Next(_plan.Keys)}";

        public void Note(bool isRead, BenchResult result, TimeSpan took)
        {
            if (result.Ok)
                (isRead ? Reads : Writes).Add(took);
            else
                Errors[result.Error] = Errors.GetValueOrDefault(result.Error) + 1;
        }
    }
}
