using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Raft.Host.Cli;
using Raft.Specs.Host;
using Raft.Specs.Processes;
using Raft.Specs.Tidy;

namespace Raft.Specs.Docs;

/// <summary>
/// A reader with a clone of their own: a folder with <c>./raft</c> and <c>hocon/</c>, one terminal in which commands
/// are typed, and as many more as the document asks for. Where a document says 8001 or 9001 there stands a port that
/// leaves a user's own nodes alone, and what is printed is put back likewise. <c>4711</c> stands for the process that
/// leads, as the demo tells it.
/// </summary>
internal sealed partial class DocsStage : IAsyncDisposable
{
    private const string Leader = "4711";
    private const int MostTries = 10;

    private readonly string _folder = Directory.CreateTempSubdirectory("raft-docs-").FullName;
    private readonly int _offset = FreeOffset();
    private readonly List<Terminal> _terminals = [];
    private Terminal? _typing;

    public DocsStage()
    {
        var hocon = Directory.CreateDirectory(Path.Combine(_folder, "hocon")).FullName;
        foreach (var file in Repository.Files("hocon", ".conf"))
        {
            var copy = Path.Combine(hocon, Path.GetRelativePath("hocon", file.Path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.WriteAllLines(copy, file.Lines.Select(Moved));
        }
        // What the front door does, without building anything.
        File.WriteAllText(FrontDoor, $$"""
            #!/bin/sh
            case ${1:-help} in
                help) [ $# -eq 0 ] || shift; set -- "$@" --help ;;
                demo) shift; set -- demo --port-offset {{_offset}} "$@" ;;
                simulate | chaos | check-history) exec dotnet '{{typeof(DocsStage).Assembly.Location}}' "$@" ;;
            esac
            exec dotnet '{{typeof(Raft.Host.Cli.CommandLine).Assembly.Location}}' "$@"

            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(FrontDoor, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Does what a block says, and holds the answers against it.</summary>
    public async Task Try(Block block)
    {
        if (block.NeedsDemo && _terminals.Count == 0)
            await Open(new Step(block.At, "./raft demo", null, 0));
        foreach (var command in block.Steps)
        {
            if (block.IsTerminals)
                await Open(command);
            else
                await Type(command);
        }
        if (block.IsTerminals)
            await SomeoneLeads(block);
    }

    public async ValueTask DisposeAsync()
    {
        // All at once, as the reader who closes every window.
        await Task.WhenAll(_terminals.Select(terminal => terminal.Close()));
        if (_typing is not null)
            await _typing.Close();
        Directory.Delete(_folder, recursive: true);
    }

    private string FrontDoor => Path.Combine(_folder, "raft");

    private IEnumerable<string> Nodes => Enumerable.Range(8001 + _offset, 3).Select(port => $"http://127.0.0.1:{port}");

    private async Task Open(Step command)
    {
        var terminal = Start("-c", $"exec {Moved(command.Text)}");
        _terminals.Add(terminal);
        // A node says where it listens, the demo what to try, and anything else whatever it has to say.
        var word = command.Text switch
        {
            _ when command.Text.StartsWith("./raft node", StringComparison.Ordinal) => "listens",
            _ when command.Text.StartsWith("./raft demo", StringComparison.Ordinal) => "Ctrl-C stops",
            _ => "\n",
        };
        await Until(command.At, $"'{command.Text}' says '{word}'", terminal,
            () => terminal.Said.Contains(word, StringComparison.Ordinal));
    }

    private async Task SomeoneLeads(Block block)
    {
        if (!block.Steps.Any(c => NodeOrDemo().IsMatch(c.Text)))
            return;
        var seen = "";
        await Until(block.At, "a leader is known", _terminals[^1], () =>
        {
            var status = Cli.Run("status", "--nodes", string.Join(',', Nodes)).GetAwaiter().GetResult();
            seen = status.Output;
            return status.Code == 0;
        });
        Assert.NotEmpty(seen);
    }

    private async Task Type(Step command)
    {
        _typing ??= StartTyping();
        var (printed, code) = await Run(command);
        // On a busy machine it may be that nobody answered in time; nothing was committed, so a reader would try again.
        for (var tries = 1; code == ExitCode.Unavailable && command.ExitCode != code && tries < MostTries; tries++)
            (printed, code) = await Run(command);
        Assert.True(code == command.ExitCode,
            $"{command.At}: '{command.Text}' ended with {code}, not {command.ExitCode}:\n{printed}");
        if (command.Expected is { } expected)
            Assert.True(Fits(expected, printed),
                $"{command.At}: '{command.Text}' should print\n{string.Join('\n', expected)}\nand printed\n{printed}");
    }

    private async Task<(string Printed, int Code)> Run(Step command)
    {
        var begun = _typing!.Said.Length;
        var mark = $"-- {begun} --";
        // In braces, so that what it exports stays, and it has no input that is not its own.
        _typing.Type($"{{ {Moved(command.Text)}\n}} </dev/null 2>&1; printf '\\n{mark} %d\\n' $?");
        await Until(command.At, $"'{command.Text}' is done", _typing, () => Ended(mark) is not null);
        return Ended(mark)!.Value;

        (string, int)? Ended(string marker)
        {
            var said = _typing.Said[begun..];
            var at = said.IndexOf($"\n{marker} ", StringComparison.Ordinal);
            var rest = at < 0 ? "" : said[(at + marker.Length + 2)..];
            return rest.Contains('\n', StringComparison.Ordinal)
                ? (MovedBack(said[..at]).Trim('\n'), int.Parse(
                    rest[..rest.IndexOf('\n', StringComparison.Ordinal)], CultureInfo.InvariantCulture))
                : null;
        }
    }

    /// <summary>
    /// Whether a text is what was expected, in which <c>…</c> stands for anything, and a line of it for any lines.
    /// </summary>
    private static bool Fits(IReadOnlyList<string> expected, string printed)
    {
        var pattern = new StringBuilder("^");
        foreach (var line in expected)
        {
            var text = Regex.Escape(line.TrimEnd()).Replace("…", ".*", StringComparison.Ordinal);
            pattern.Append(line.Trim() == "…" ? @"(.*\n)*" : $@"{text} *\n");
        }
        return Regex.IsMatch(printed.Length == 0 ? "" : printed + "\n", pattern.Append('$').ToString());
    }

    private Terminal StartTyping()
    {
        var shell = Start();
        // To a terminal it does not show its progress, and here there is none.
        shell.Type("curl() { command curl -sS \"$@\"; }");
        return shell;
    }

    private Terminal Start(params string[] arguments) => new(_folder, arguments, new Dictionary<string, string>
    {
        ["RAFT_COMMAND"] = "./raft",
        ["RAFT_NODES"] = string.Join(',', Nodes),
        ["NO_COLOR"] = "1",
    });

    // Real processes: a start takes a second, an election another one, and the rest is for machines that do other
    // things as well.
    private async Task Until(string at, string what, Terminal terminal, Func<bool> holds)
    {
        for (var clock = Stopwatch.StartNew(); !holds(); await Task.Delay(20))
        {
            Assert.True(
                clock.Elapsed < ProcessCluster.Patience, $"{at}: waited in vain until {what}:\n{terminal.Said}");
            Assert.False(terminal.HasExited && !holds(), $"{at}: ended before {what}:\n{terminal.Said}");
        }
    }

    // The ports first: a process may have a number that looks like one.
    private string Moved(string text) => PortsInDocuments()
        .Replace(text, match =>
            (int.Parse(match.Value, CultureInfo.InvariantCulture) + _offset).ToString(CultureInfo.InvariantCulture))
        .Replace(Leader, LeadingProcess() ?? Leader, StringComparison.Ordinal);

    private string MovedBack(string text) => PortsInUse().Replace(text, match =>
    {
        var port = int.Parse(match.Value, CultureInfo.InvariantCulture) - _offset;
        return port is (> 8000 and < 8100) or (> 9000 and < 9100)
            ? port.ToString(CultureInfo.InvariantCulture)
            : match.Value;
    });

    private string? LeadingProcess() => _terminals
        .SelectMany(terminal => LeaderLine().Matches(terminal.Said))
        .LastOrDefault()?.Groups[1].Value;

    // Nodes take the ports behind 8000 and 9000.
    private static int FreeOffset()
    {
        while (true)
        {
            var offset = FreePort.Next() - 8001;
            var ports = Enumerable.Range(1, 9).SelectMany(n => new[] { 8000 + offset + n, 9000 + offset + n });
            if (ports.All(FreePort.IsFree))
                return offset;
        }
    }

    [GeneratedRegex(@"(?<=[:= ])[89]0[0-9]{2}(?![0-9])")]
    private static partial Regex PortsInDocuments();

    [GeneratedRegex(@"(?<=[:= ])[0-9]{5}(?![0-9])")]
    private static partial Regex PortsInUse();

    [GeneratedRegex(@"\./raft (node|demo)\b")]
    private static partial Regex NodeOrDemo();

    [GeneratedRegex(@"leads \(process (\d+)\)")]
    private static partial Regex LeaderLine();
}
