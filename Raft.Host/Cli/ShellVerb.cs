using System.CommandLine;
using Raft.Host.Nodes;
using Raft.Host.Shell;

namespace Raft.Host.Cli;

/// <summary><c>raft shell</c>: a prompt for people, and lines on standard input for scripts.</summary>
internal sealed class ShellVerb : ClientVerb
{
    // As long as somebody waits for a Tab to do something.
    private static readonly TimeSpan TabPatience = TimeSpan.FromMilliseconds(700);

    private readonly Option<bool> _noForward = new("--no-forward")
    {
        Description = "Talk to the first of the nodes alone; when it does not lead, it says who does",
    };

    public ShellVerb()
        : base(
            "shell",
            "A prompt: get, set, delete, show, status. Arrows edit and recall, Tab completes commands and keys, "
                + "Ctrl-D leaves. Reads commands from standard input when that is no terminal; "
                + "the exit code is then that of the first that failed.",
            "raft shell",
            "raft shell --nodes 127.0.0.1:8002 --no-forward   # this node or none, as a client of the old days",
            "echo 'get ana' | raft shell     # prints: GET response: 4",
            "raft shell < commands.txt       # one answer for each line") => Add(_noForward);

    protected override async Task<int> Run(ParseResult line, CancellationToken cancel)
    {
        var noForward = line.GetValue(_noForward);
        using var cluster = noForward ? FirstNode(line) : Cluster(line);
        var session = new ShellSession(cluster, noForward, WantsJson(line), line.InvocationConfiguration.Output);
        var prompt = noForward ? $"{Nodes(line)[0].Authority}> " : "raft> ";
        return Console.IsInputRedirected || !IsTerminal(line) || !Terminal.Out.Profile.Capabilities.Ansi
            ? await ReadLines(session, Console.IsInputRedirected ? "" : prompt, line.InvocationConfiguration.Output)
            : await Converse(session, prompt, line.InvocationConfiguration.Output);
    }

    /// <summary>Line after line until the end of the input.</summary>
    private static async Task<int> ReadLines(ShellSession session, string prompt, TextWriter output)
    {
        using var stop = new StopSignals();
        var stopped = Task.Delay(Timeout.Infinite, stop.Token);
        var result = ExitCode.Done;
        while (true)
        {
            output.Write(prompt);
            await output.FlushAsync(CancellationToken.None);
            var next = Task.Run(Console.In.ReadLine);
            if (await Task.WhenAny(next, stopped) == stopped)
                return ExitCode.Interrupted;
            if (await next is not { } text)
                return result;
            try
            {
                if (await session.Run(text, stop.Token) is not { } code)
                    return result;
                result = result == ExitCode.Done ? code : result;
            }
            catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
            {
                return ExitCode.Interrupted;
            }
        }
    }

    /// <summary>
    /// With a person. While a line is typed Ctrl-C is a key; while it is carried out, it ends the waiting.
    /// </summary>
    private static async Task<int> Converse(ShellSession session, string prompt, TextWriter output)
    {
        output.WriteLine("Type help for the commands, Ctrl-D to leave.");
        var reader = new LineReader(
            prompt, () => Console.ReadKey(intercept: true), output, () => Console.WindowWidth,
            text => Complete(session, text));
        while (true)
        {
            Console.TreatControlCAsInput = true;
            var text = await reader.Read();
            Console.TreatControlCAsInput = false;
            if (text is null)
                return ExitCode.Done;
            using var stop = new StopSignals();
            try
            {
                if (await session.Run(text, stop.Token) is null)
                    return ExitCode.Done;
            }
            catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
            {
                output.WriteLine("no longer waiting; what was sent may be done all the same");
            }
        }
    }

    private static async Task<Completion> Complete(ShellSession session, string text)
    {
        using var patience = new CancellationTokenSource(TabPatience);
        try
        {
            return await session.Complete(text, patience.Token);
        }
        catch (OperationCanceledException)
        {
            return new Completion(text.Length, []);
        }
    }
}
