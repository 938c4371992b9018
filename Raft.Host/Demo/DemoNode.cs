using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Raft.Host.Nodes;

namespace Raft.Host.Demo;

/// <summary>One node of the demo: a process of its own, started from this very program.</summary>
internal sealed class DemoNode
{
    /// <summary>The most nodes of a demo: as many as there are files hocon/node-N.conf.</summary>
    public const int Most = 5;

    // The last words of a node that fails, and no more than that: it may say a lot in a long life.
    private const int KeptLines = 5;

    private readonly Queue<string> _lastWords = new();

    /// <param name="number">Its number, from 1.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="portOffset">What is added to every port.</param>
    /// <param name="hocon">The folder of the configuration files.</param>
    /// <param name="data">The folder that holds the nodes' folders.</param>
    public DemoNode(int number, int count, int portOffset, string hocon, string data)
    {
        Number = number;
        HttpPort = 8000 + portOffset + number;
        RemotingPort = 9000 + portOffset + number;
        Arguments = count == 3 && portOffset == 0
            ? ["node", "--config", Path.Combine(hocon, $"node-{number}.conf"), "--data", data]
            : [
                "node", "--config", Path.Combine(hocon, "common.conf"), "--data", data,
                "--set", $"raft.node=node-{number}",
                "--set", $"raft.host.http.port={HttpPort}",
                .. Enumerable.Range(1, count).SelectMany(member =>
                    new[]
                    {
                        "--set", $"raft.members.node-{member}=127.0.0.1:{9000 + portOffset + member}",
                        "--set",
                        $"raft.host.dashboard.nodes.node-{member}=http://127.0.0.1:{8000 + portOffset + member}",
                    }),
            ];
    }

    /// <param name="number">Its number, from 1.</param>
    /// <param name="httpPort">Where clients reach it.</param>
    /// <param name="remotingPort">Where its peers do.</param>
    /// <param name="arguments">The command line that starts it, without the program's name.</param>
    public DemoNode(int number, int httpPort, int remotingPort, IReadOnlyList<string> arguments) =>
        (Number, HttpPort, RemotingPort, Arguments) = (number, httpPort, remotingPort, arguments);

    public int Number { get; }

    public string Name => $"node-{Number}";

    public int HttpPort { get; }

    public int RemotingPort { get; }

    public Uri Address => new($"http://127.0.0.1:{HttpPort}");

    /// <summary>The command line that starts this node, without the program's name.</summary>
    public IReadOnlyList<string> Arguments { get; }

    public Process? Process { get; private set; }

    /// <summary>Whether processes can be paused here: Windows knows no such signal.</summary>
    public static bool CanPause => !OperatingSystem.IsWindows();

    public bool IsRunning => Process is { HasExited: false };

    public bool IsPaused { get; private set; }

    public IReadOnlyList<string> LastWords
    {
        get
        {
            lock (_lastWords)
                return [.. _lastWords];
        }
    }

    /// <summary>How the process ended.</summary>
    public string Ending => Process!.ExitCode is > 128 and < 160 and var code
        ? string.Create(CultureInfo.InvariantCulture, $"killed by signal {code - 128}")
        : string.Create(CultureInfo.InvariantCulture, $"exit code {Process!.ExitCode}");

    /// <param name="control">The demo's remote control, for the node's page.</param>
    public void Start(DemoAccess? control = null)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(Assembly.GetEntryAssembly()!.Location);
        foreach (var argument in Arguments.Append("--stop-with-parent"))
            start.ArgumentList.Add(argument);
        if (control is not null)
            start.Environment[DemoNetwork.Variable] = $"{control.Control} {control.Token}";
        IsPaused = false;
        Process = Process.Start(start)!;
        Process.OutputDataReceived += (_, line) => Remember(line.Data);
        Process.ErrorDataReceived += (_, line) => Remember(line.Data);
        Process.BeginOutputReadLine();
        Process.BeginErrorReadLine();
    }

    /// <summary>Ends the process on the spot.</summary>
    public async Task Kill()
    {
        if (!IsRunning)
            return;
        Process!.Kill(entireProcessTree: true);
        await Process.WaitForExitAsync();
        IsPaused = false;
    }

    /// <summary>The process stands still: its connections stay, and nobody answers.</summary>
    public void Pause()
    {
        if (IsRunning && !IsPaused)
            Signal("STOP");
        IsPaused = IsRunning;
    }

    /// <summary>The process goes on.</summary>
    public void Resume()
    {
        if (IsRunning && IsPaused)
            Signal("CONT");
        IsPaused = false;
    }

    /// <summary>Asks the process to stop; when it does not within the grace, it is killed.</summary>
    public async Task Stop(TimeSpan grace)
    {
        if (Process is null || Process.HasExited)
            return;
        Resume();
        try
        {
            Process.StandardInput.Close();
            using var patience = new CancellationTokenSource(grace);
            await Process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Process.Kill(entireProcessTree: true);
        }
        catch (IOException)
        {
            // It went away on its own while being asked to.
        }
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", Process!.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private void Remember(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;
        lock (_lastWords)
        {
            _lastWords.Enqueue(line);
            if (_lastWords.Count > KeptLines)
                _lastWords.Dequeue();
        }
    }
}
