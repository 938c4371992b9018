using System.Diagnostics;
using Raft.Specs.Host;

namespace Raft.Specs.Processes;

/// <summary>The completion script in a real bash, with a program that it finds by the name that was typed.</summary>
[Collection("processes")]
public sealed class CompletionSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("raft-tab-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [BashTheory]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    [InlineData("./raft stat", "status")]
    [InlineData("./raft get ana --cons", "--consistency")]
    [InlineData("./raft completion z", "zsh")]
    [InlineData("./raft watch --exa", "--exact")]
    public async Task Tab_completes_verbs_options_and_their_values(string typed, string completed)
    {
        var program = Path.Combine(_folder, "raft");
        File.WriteAllText(
            program, $"#!/bin/sh\nexec dotnet '{typeof(Raft.Host.Cli.CommandLine).Assembly.Location}' \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(Path.Combine(_folder, "script"), (await Cli.Run("completion", "bash")).Output);
        var words = string.Join(' ', typed.Split(' ').Select(word => $"'{word}'"));
        var press = $"""
            source ./script
            COMP_LINE='{typed}' COMP_POINT={typed.Length} COMP_CWORD={typed.Split(' ').Length - 1}
            COMP_WORDS=({words})
            _raft_complete
            echo "$COMPREPLY"
            """;
        var start = new ProcessStartInfo("bash", ["-c", press])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
        };
        using var bash = Process.Start(start)!;

        var offered = await bash.StandardOutput.ReadToEndAsync().WaitAsync(ProcessCluster.Patience);

        Assert.Equal(completed + "\n", offered);
    }
}

/// <summary>A spec that needs bash.</summary>
public sealed class BashTheoryAttribute : TheoryAttribute
{
    public BashTheoryAttribute()
    {
        var folders = OperatingSystem.IsWindows() ? [] : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, "bash"))))
            Skip = "There is no bash on this machine.";
    }
}
