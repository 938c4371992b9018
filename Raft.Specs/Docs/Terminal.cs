using System.Diagnostics;
using System.Text;
using Raft.Specs.Processes;

namespace Raft.Specs.Docs;

/// <summary>A shell in a folder: what it is told, and everything that was said in it.</summary>
internal sealed class Terminal
{
    private readonly StringBuilder _said = new();
    private readonly Process _shell;

    /// <param name="folder">Where it stands.</param>
    /// <param name="arguments">What the shell is started with; nothing for one that is typed into.</param>
    /// <param name="variables">Its environment's own.</param>
    public Terminal(string folder, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> variables)
    {
        var start = new ProcessStartInfo("sh", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        _shell = Process.Start(start)!;
        _shell.OutputDataReceived += (_, line) => Keep(line.Data);
        _shell.ErrorDataReceived += (_, line) => Keep(line.Data);
        _shell.BeginOutputReadLine();
        _shell.BeginErrorReadLine();
    }

    public bool HasExited => _shell.HasExited;

    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    public void Type(string line)
    {
        _shell.StandardInput.Write(line + "\n");
        _shell.StandardInput.Flush();
    }

    /// <summary>Asks it to end, as a closed window does, and does not wait for ever.</summary>
    public async Task Close()
    {
        if (!_shell.HasExited)
        {
            _shell.StandardInput.Close();
            using (var kill = Process.Start("kill", ["-TERM", $"{_shell.Id}"]))
                await kill.WaitForExitAsync();
            using var patience = new CancellationTokenSource(ProcessCluster.Patience);
            try
            {
                await _shell.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _shell.Kill(entireProcessTree: true);
            }
        }
        _shell.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_said)
            _said.Append(line).Append('\n');
    }
}
