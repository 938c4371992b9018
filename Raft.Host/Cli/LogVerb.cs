using System.CommandLine;
using System.Text.Json;
using Raft.Actors.Offline;
using Raft.Host.Client;
using Raft.Host.Configuration;
using Raft.Host.Http;
using Raft.Host.Lab;
using Raft.Host.Nodes;

namespace Raft.Host.Cli;

/// <summary><c>raft log</c>: of a node that runs, over HTTP, or of one that does not, from its files.</summary>
internal sealed class LogVerb : ClientVerb
{
    private readonly OfflineOptions _offline = new();
    private readonly Option<long?> _from = new("--from")
    {
        Description = "The first log position to show",
        HelpName = "N",
    };
    private readonly Option<int?> _count = new("--count") { Description = "The most entries to show", HelpName = "N" };

    private readonly Option<string> _format = new("--format")
    {
        Description = "text, or raftos: three files per node, as the lab of that name has them",
        HelpName = "text|raftos",
        DefaultValueFactory = _ => "text",
    };

    private readonly Option<string> _out = new("--out")
    {
        Description = "With raftos: the folder that the files go to",
        HelpName = "DIR",
        DefaultValueFactory = _ => ".",
    };

    public LogVerb()
        : base(
            "log",
            "Show the log: of the leader, or of a stopped node from its data folder, with its terms and votes. "
                + "Exit code 1 when a record is damaged.",
            "raft log",
            "raft log --from 800 --count 20 --nodes 127.0.0.1:8002   # that node's",
            "raft log --config hocon/node-1.conf --data data         # of a node that does not run; "
                + "checks every checksum",
            "raft log --format raftos        # every node's .log, .storage and .state_machine, into this folder")
    {
        _offline.AddTo(this);
        Add(_from);
        Add(_count);
        _format.CompletionSources.Add("text", "raftos");
        Add(_format);
        Add(_out);
    }

    protected override async Task<int> Run(ParseResult line, CancellationToken cancel)
    {
        if (line.GetValue(_from) < 1 || line.GetValue(_count) < 1)
            throw new UsageException("--from and --count must be at least 1");
        return line.GetValue(_format) switch
        {
            "raftos" => _offline.AreGiven(line) ? await StoppedAsFiles(line) : await RunningAsFiles(line, cancel),
            "text" => _offline.AreGiven(line) ? await Stopped(line) : await Running(line, cancel),
            var format => throw new UsageException($"--format {format}: must be text or raftos"),
        };
    }

    private async Task<int> RunningAsFiles(ParseResult line, CancellationToken cancel)
    {
        using var cluster = Cluster(line);
        var (written, last) = (0, (ClientAnswer?)null);
        foreach (var node in (await cluster.Look(cancel)).Where(node => node.Status is not null))
        {
            var (files, answer) = await RaftosExport.Read(cluster, node.Address, cancel);
            last = answer;
            if (files is null)
                continue;
            Write(line, files);
            written++;
        }
        if (written > 0)
            return ExitCode.Done;
        if (last is not null)
            return Fail(line, last);
        Say(line, "no node answers");
        return ExitCode.Unavailable;
    }

    private async Task<int> StoppedAsFiles(ParseResult line)
    {
        await using var stage = OfflineStage.Open(_offline.Plan(line));
        var (files, report) = await RaftosExport.Read(stage);
        Write(line, files);
        if (Damage(report) is not { } damage)
            return ExitCode.Done;
        Say(line, Terminal.Alarm(line.InvocationConfiguration.Error, damage));
        return ExitCode.NotFound;
    }

    private void Write(ParseResult line, RaftosFiles files)
    {
        var folder = line.GetValue(_out)!;
        files.WriteTo(folder);
        foreach (var name in files.NamesIn(folder))
            line.InvocationConfiguration.Output.WriteLine(name);
    }

    private async Task<int> Running(ParseResult line, CancellationToken cancel)
    {
        using var cluster = Cluster(line);
        var answer = await cluster.Get(
            $"/v1/log?from={line.GetValue(_from) ?? 1}&count={line.GetValue(_count) ?? 100}", cancel);
        if (!answer.Ok)
            return Fail(line, answer);
        if (WantsJson(line))
        {
            WriteJson(line, answer);
            return ExitCode.Done;
        }

        var page = answer.Read(ApiJson.Bodies.LogBody);
        foreach (var entry in page.Entries)
            line.InvocationConfiguration.Output.WriteLine(EntryText.Of(entry));
        if (page.Entries.Count > 0 && page.Entries[^1].Index < page.LastIndex)
            Say(line, $"the log goes on to {page.LastIndex}: --from {page.Entries[^1].Index + 1} shows more");
        return ExitCode.Done;
    }

    private async Task<int> Stopped(ParseResult line)
    {
        var output = line.InvocationConfiguration.Output;
        await using var stage = OfflineStage.Open(_offline.Plan(line));
        var records = 0L;
        var report = await stage.Node.Read(record =>
        {
            records++;
            var body = Wanted(line, JournalRecordBody.Of(record));
            if (WantsJson(line))
                output.WriteLine(JsonSerializer.Serialize(body, ApiJson.Bodies.JournalRecordBody));
            else
                EntryText.Write(output, body);
        });

        var (name, log) = (stage.Plan.Host.Node, report.Ledger.Log);
        var sum = new JournalBody(
            name, report.Ledger.Term, report.Ledger.VotedFor?.Value, log.BaseIndex + 1, log.LastIndex, records,
            Damage(report));
        if (WantsJson(line))
            output.WriteLine(JsonSerializer.Serialize(sum, ApiJson.Bodies.JournalBody));
        else
            output.WriteLine($"{name}: term {sum.Term}, vote for {sum.VotedFor ?? "nobody"}, log {sum.FirstIndex} to "
                + $"{sum.LastIndex}; {records} records, {(sum.Damage is null ? "every checksum fits" : "and damage")}");
        if (sum.Damage is null)
            return ExitCode.Done;
        Say(line, Terminal.Alarm(line.InvocationConfiguration.Error, sum.Damage));
        return ExitCode.NotFound;
    }

    /// <summary>What is wrong with a journal and where, or null.</summary>
    public static string? Damage(JournalReport report) =>
        report.Damage is { } damage ? $"the data is damaged after position {report.LastSequenceNr}: {damage}" : null;

    private JournalRecordBody Wanted(ParseResult line, JournalRecordBody body)
    {
        var from = line.GetValue(_from) ?? 1;
        var end = line.GetValue(_count) is { } count ? from + count : long.MaxValue;
        return body.Entries is { } entries
            ? body with { Entries = [.. entries.Where(entry => entry.Index >= from && entry.Index < end)] }
            : body;
    }
}
