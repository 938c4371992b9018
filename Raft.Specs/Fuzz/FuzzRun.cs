using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

namespace Raft.Specs.Fuzz;

/// <summary>Throws everything at the nodes, and looks at what is left of them.</summary>
internal sealed class FuzzRun(FuzzPlan plan) : IDisposable
{
    // A slow request takes seconds and hardly any work: they run beside the others.
    private const int Workers = 32;
    private const int MostSlow = 64;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(250);

    private readonly FuzzCluster _cluster = new();
    private readonly ConcurrentDictionary<(string Kind, string Answer), int> _answers = new();
    private readonly ConcurrentQueue<string> _wrong = new();
    private readonly SemaphoreSlim _slow = new(MostSlow);
    private int _next;
    private int _done;

    /// <summary>How many requests are over.</summary>
    public int Done => Volatile.Read(ref _done);

    public void Dispose() => _slow.Dispose();

    public async Task<FuzzReport> Run(CancellationToken stop)
    {
        await using var cluster = _cluster;
        await cluster.Start();
        using var keeper = new Keeper(cluster);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var writing = keeper.Write(over.Token);
        var before = cluster.Memory();
        var watching = Watch(over.Token);
        var clock = Stopwatch.StartNew();
        await Throw(stop);
        var took = clock.Elapsed;
        await over.CancelAsync();
        await writing;
        var peak = await watching;
        return await Judge(keeper, before, peak, took);
    }

    private async Task<FuzzReport> Judge(
        Keeper keeper, IReadOnlyList<long> before, IReadOnlyList<long> peak, TimeSpan took)
    {
        var report = new FuzzReport(plan, took, _answers.ToDictionary(), [.. _wrong])
        {
            MemoryBefore = before,
            MemoryPeak = peak,
            Acknowledged = keeper.Acknowledged,
            NotAcknowledged = keeper.Refused,
            Alive = _cluster.Processes.Running.Count(),
            Lines = _cluster.Lines(),
        };
        if (report.Alive < FuzzCluster.Size)
        {
            var said = Enumerable.Range(1, FuzzCluster.Size)
                .Select(n => _cluster.Processes[n].Output + _cluster.Processes[n].Error);
            return report with { Said = string.Join('\n', said) };
        }

        var leader = await _cluster.Processes.Leader();
        return report with
        {
            Leader = $"node-{leader}",
            Missing = await keeper.Missing(),
            MemoryAfter = _cluster.Memory(),
        };
    }

    private async Task Throw(CancellationToken stop)
    {
        using var http = new HttpFuzz(_cluster);
        using var udp = new UdpFuzz(_cluster);
        var raw = new RawHttpFuzz(_cluster);
        var remoting = new RemotingFuzz(_cluster);
        var slow = new ConcurrentBag<Task>();

        async Task Work()
        {
            while (Interlocked.Increment(ref _next) is var number && number <= plan.Requests)
            {
                stop.ThrowIfCancellationRequested();
                var dice = new FuzzDice(plan.Seed, number);
                var kind = dice.Random.Next(1000);
                if (kind < 5 && await _slow.WaitAsync(0, stop))
                    slow.Add(Slowly(() => kind % 2 == 0 ? raw.Dribble(dice, stop) : remoting.Dribble(dice, stop)));
                else
                    await Note(() => kind switch
                    {
                        < 450 => http.Send(dice, stop),
                        < 750 => raw.Send(dice, stop),
                        < 850 when FuzzCluster.ListensForDatagrams => udp.Send(dice, stop),
                        _ => remoting.Send(dice, stop),
                    });
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(Work, stop)));
        await Task.WhenAll(slow);
    }

    private async Task Slowly(Func<Task<FuzzOutcome>> send)
    {
        try
        {
            await Note(send);
        }
        finally
        {
            _slow.Release();
        }
    }

    private async Task Note(Func<Task<FuzzOutcome>> send)
    {
        FuzzOutcome outcome;
        try
        {
            outcome = await send();
        }
        catch (Exception broken) when (broken is SocketException or IOException)
        {
            outcome = new FuzzOutcome("a connection", ["was not taken"], false);
        }
        foreach (var answer in outcome.Answers)
            _answers.AddOrUpdate((outcome.Kind, answer), 1, (_, count) => count + 1);
        if (outcome.Wrong && _wrong.Count < 20)
            _wrong.Enqueue($"{outcome.Kind}: {string.Join(' ', outcome.Answers)} to {Shown(outcome.Request)}");
        Interlocked.Increment(ref _done);
    }

    private static string Shown(string request) =>
        string.Concat(request.Take(300).Select(c => c is >= ' ' and <= '~' ? $"{c}" : $"\\x{(int)c:x2}"));

    private async Task<IReadOnlyList<long>> Watch(CancellationToken over)
    {
        var peak = new long[FuzzCluster.Size];
        while (!over.IsCancellationRequested)
        {
            var now = _cluster.Memory();
            for (var i = 0; i < peak.Length; i++)
                peak[i] = Math.Max(peak[i], now[i]);
            await Task.WhenAny(Task.Delay(Glance, over));
        }
        return peak;
    }
}
