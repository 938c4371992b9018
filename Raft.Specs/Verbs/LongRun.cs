using System.Runtime.InteropServices;
using Raft.Host.Cli;
using Spectre.Console;

namespace Raft.Specs.Verbs;

/// <summary>
/// A verb that starts processes and runs for minutes: it shows how far it is, and cleans up when it is interrupted.
/// </summary>
internal static class LongRun
{
    private const int Unknown = 3;
    private const int Interrupted = 130;

    /// <summary>Runs it. Gives its exit code, 3 when it came to no verdict, or 130 when it was interrupted.</summary>
    /// <param name="verb">Its name.</param>
    /// <param name="run">Runs until the end or until it is told to stop.</param>
    public static int Run(string verb, Func<CancellationToken, Task<int>> run)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        try
        {
            return run(stop.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Console.Error.WriteLine($"raft: {verb}: interrupted; every process, mount and file of it is gone");
            return Interrupted;
        }
        catch (Exception broken) when (broken is TimeoutException or IOException or InvalidOperationException)
        {
            Console.Error.WriteLine($"raft: {verb}: {broken.Message}");
            return Unknown;
        }

        void Stop(PosixSignalContext signal)
        {
            // What was made must be taken away first; then the program ends by itself.
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>Waits for the end, and tells meanwhile how far it is where somebody sees it.</summary>
    public static Task<T> Watch<T>(Task<T> end, Func<string> progress) => Console.IsOutputRedirected
        ? end
        : Terminal.Out.Status().Spinner(Spinner.Known.Dots).StartAsync("starting", async status =>
        {
            while (await Task.WhenAny(end, Task.Delay(200, CancellationToken.None)) != end)
                status.Status = Markup.Escape(progress());
            return await end;
        });
}
