using System.Runtime.InteropServices;
using Raft.Host.Cli;
using Spectre.Console;

namespace Raft.Specs.Fuzz;

/// <summary><c>./raft fuzz</c>: malformed, oversized, slow and unauthorised input at three real nodes, and whether they bear it.</summary>
internal static class FuzzVerb
{
    private const int Interrupted = 130;

    /// <summary>Exit code 0: all is well. 1: something is not. 2: the question was wrong. 3: nobody knows. 130: interrupted.</summary>
    public static int Run(string[] arguments)
    {
        if (FuzzPlan.Parse(arguments, out var problem) is not { } plan)
        {
            Console.Error.WriteLine($"raft: fuzz: {problem}");
            return 2;
        }

        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            return Show(plan, stop.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Console.Error.WriteLine("raft: fuzz: interrupted");
            return Interrupted;
        }
        catch (Exception broken) when (broken is TimeoutException or IOException or InvalidOperationException)
        {
            Console.Error.WriteLine($"raft: fuzz: {broken.Message}");
            return 3;
        }

        void Stop(PosixSignalContext signal)
        {
            // The nodes must be stopped first; then the program ends by itself.
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static async Task<int> Show(FuzzPlan plan, CancellationToken stop)
    {
        using var run = new FuzzRun(plan);
        var report = Console.IsOutputRedirected
            ? await run.Run(stop)
            : await Terminal.Out.Status().Spinner(Spinner.Known.Dots).StartAsync("starting", async status =>
            {
                var end = run.Run(stop);
                while (await Task.WhenAny(end, Task.Delay(200, CancellationToken.None)) != end)
                    status.Status = $"{run.Done:N0} of {plan.Requests:N0} requests";
                return await end;
            });
        var well = !report.Complaints().Any();
        foreach (var line in report.Text())
            Terminal.Out.WriteLine(line, well ? Style.Plain : new Style(Color.Red));
        Terminal.Out.WriteLine($"the same requests again: ./raft fuzz --requests {plan.Requests} --seed {plan.Seed}");
        return well ? 0 : 1;
    }
}
