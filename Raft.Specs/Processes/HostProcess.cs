using System.Diagnostics;
using System.Text;

namespace Raft.Specs.Processes;

/// <summary>Raft.Host as a process of its own.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly Process _process;

    private HostProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(_error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public static HostProcess Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(IgnoresInterrupts() ? "env" : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Remove("RAFT_NODES");
        start.Environment.Remove("RAFT_COMMAND");
        if (start.FileName == "env")
        {
            start.ArgumentList.Add("--default-signal=INT");
            start.ArgumentList.Add("dotnet");
        }

        start.ArgumentList.Add(typeof(Raft.Host.Cli.CommandLine).Assembly.Location);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return new HostProcess(Process.Start(start)!);
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Whether somebody ended it, or waited for its end.</summary>
    public bool WasEnded { get; private set; }

    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    public string Error
    {
        get
        {
            lock (_error)
                return _error.ToString();
        }
    }

    /// <summary>What <c>kill -9</c> does: not a line more runs in that process.</summary>
    public async Task Kill()
    {
        WasEnded = true;
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Sends a signal by its name, as a service manager or a terminal does.</summary>
    public void Signal(string name)
    {
        WasEnded |= name is "KILL" or "TERM" or "INT";
        Process.Start("kill", [$"-{name}", $"{_process.Id}"]).WaitForExit();
    }

    /// <summary>Types a line into it.</summary>
    public void Type(string line)
    {
        _process.StandardInput.Write(line + "\n");
        _process.StandardInput.Flush();
    }

    /// <summary>What it sees when its parent ends.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>Its exit code; fails when it goes on for longer than it may.</summary>
    public async Task<int> Exit(TimeSpan within)
    {
        WasEnded = true;
        using var patience = new CancellationTokenSource(within);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The process still runs after {within}.\n{Output}\n{Error}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await Kill();
        _process.Dispose();
    }

    /// <summary>
    /// Whether this run was started with SIGINT ignored, as shells do with what they run in the background. Children
    /// inherit that, and a program that was told so from the start rightly goes on ignoring it.
    /// </summary>
    private static bool IgnoresInterrupts()
    {
        const string status = "/proc/self/status";
        const ulong interrupt = 1UL << (2 - 1);
        if (!File.Exists(status))
            return false;
        var ignored = File.ReadLines(status).First(l => l.StartsWith("SigIgn:", StringComparison.Ordinal));
        return (Convert.ToUInt64(ignored["SigIgn:".Length..].Trim(), 16) & interrupt) != 0;
    }

    private static void Keep(StringBuilder text, string? line)
    {
        if (line is null)
            return;
        lock (text)
            text.Append(line).Append('\n');
    }
}
