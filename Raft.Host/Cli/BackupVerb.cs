using System.CommandLine;
using System.Text.Json;
using Raft.Actors.Client;
using Raft.Host.Configuration;
using Raft.Host.Http;

namespace Raft.Host.Cli;

/// <summary><c>raft backup FILE</c>.</summary>
internal sealed class BackupVerb : ClientVerb
{
    private readonly Argument<string> _file = new("FILE") { Description = "Where to put it; must not exist" };

    public BackupVerb()
        : base(
            "backup",
            "Save everything that the cluster holds in a file, while it runs.",
            "raft backup monday.raft         # prints: monday.raft holds everything up to 812",
            "raft restore monday.raft --config hocon/node-1.conf   # on each node of a new cluster") => Add(_file);

    protected override async Task<int> Run(ParseResult line, CancellationToken cancel)
    {
        var file = line.GetValue(_file)!;
        if (File.Exists(file))
            throw new UsageException($"{file}: exists, and a backup overwrites nothing");
        using var cluster = Cluster(line);
        var answer = await cluster.Get("/v1/backup", cancel);
        if (!answer.Ok)
            return Fail(line, answer);
        try
        {
            // Read before it is kept: a backup that arrived damaged is none.
            var backup = Backup.FromBytes(answer.Body);
            await Save(file, answer.Body, cancel);
            line.InvocationConfiguration.Output.WriteLine(WantsJson(line)
                ? JsonSerializer.Serialize(new BackupBody(file, backup.Index, backup.Term), ApiJson.Bodies.BackupBody)
                : $"{file} holds everything up to {backup.Index}");
            return ExitCode.Done;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Say(line, $"{file}: {broken.Message}");
            return ExitCode.Unavailable;
        }
    }

    // Whoever sees the name sees the whole file.
    private static async Task Save(string file, byte[] bytes, CancellationToken cancel)
    {
        var part = file + ".part";
        await using (var output = new FileStream(part, FileMode.Create, FileAccess.Write))
        {
            await output.WriteAsync(bytes, cancel);
            output.Flush(flushToDisk: true);
        }
        File.Move(part, file);
    }
}
