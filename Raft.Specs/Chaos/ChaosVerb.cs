using System.Globalization;
using System.Runtime.InteropServices;
using Raft.Host.Cli;
using Spectre.Console;

namespace Raft.Specs.Chaos;

/// <summary><c>./raft chaos</c>: real processes under attack, and whether what clients saw makes sense.</summary>
internal static class ChaosVerb
{
    private const int Interrupted = 130;

    /// <summary>
    /// Exit code 0: all is well. 1: something is wrong. 2: the question was. 3: nobody knows. 130: interrupted.
    /// </summary>
    public static int Run(string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        if (ChaosPlan.Parse(arguments, out var problem) is not { } plan)
        {
            Console.Error.WriteLine($"raft: chaos: {problem}");
            return 2;
        }

        using var stop = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            // What was made must be taken away first; then the program ends by itself.
            signal.Cancel = true;
            stop.Cancel();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        try
        {
            return Show(plan, stop.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Console.Error.WriteLine("raft: chaos: interrupted; every process, mount and file of it is gone");
            return Interrupted;
        }
        catch (Exception broken) when (broken is TimeoutException or IOException or InvalidOperationException)
        {
            Console.Error.WriteLine($"raft: chaos: {broken.Message}");
            return 3;
        }
    }

    private static async Task<int> Show(ChaosPlan plan, CancellationToken stop)
    {
        using var run = new ChaosRun(plan, Terminal.Out.WriteLine);
        var report = Console.IsOutputRedirected
            ? await run.Run(stop)
            : await Terminal.Out.Status().Spinner(Spinner.Known.Dots).StartAsync("starting", async status =>
            {
                var end = run.Run(stop);
                while (await Task.WhenAny(end, Task.Delay(200, CancellationToken.None)) != end)
                    status.Status = Markup.Escape(Describe(run.Progress));
                return await end;
            });
        foreach (var line in report.Lines())
            Terminal.Out.WriteLine(line, report.ExitCode == 0 ? Style.Plain : new Style(Color.Red));
        Terminal.Out.WriteLine(Again(plan));
        return report.ExitCode;
    }

    private static string Describe(ChaosProgress now) =>
        $"{now.Elapsed.TotalSeconds:F0} of {now.Length.TotalSeconds:F0} s · {now.Ok:N0} ok · {now.Failed:N0} failed · "
        + $"{now.Unknown:N0} unknown · {now.Faults} faults";

    private static string Again(ChaosPlan plan) =>
        $"the same faults again: ./raft chaos --minutes {plan.Length.TotalMinutes:0.##} "
        + $"--nodes {plan.Nodes} --seed {plan.Seed}";
}
