using System.Text;
using System.Text.Json;
using Raft.Host.Cli;
using Raft.Host.Client;
using Raft.Host.Http;

namespace Raft.Host.Shell;

/// <summary>
/// What a line of the prompt does. It answers every line in one way: what it prints is the same for people and scripts.
/// </summary>
/// <param name="client">The cluster, or with <paramref name="noForward"/> one node of it.</param>
/// <param name="noForward">Whether a node that does not lead is to refuse.</param>
/// <param name="json">Whether to answer as the HTTP API does.</param>
/// <param name="output">Where the answers go.</param>
internal sealed class ShellSession(ClusterClient client, bool noForward, bool json, TextWriter output)
{
    // Enough to choose from, and little to fetch while somebody waits with a finger on a key.
    private const int MostKeys = 50;

    private static readonly (string Name, string Usage, string What)[] Commands =
    [
        ("get", "get KEY", "read a key"),
        ("set", "set KEY VALUE", "write a key; the value may hold blanks"),
        ("delete", "delete KEY", "remove a key"),
        ("show", "show [PREFIX]", "list keys and values"),
        ("status", "status", "every node: role, term, leader, log"),
        ("help", "help", "this list"),
        ("exit", "exit", "leave; so does Ctrl-D"),
    ];

    /// <summary>Does what a line says; gives its exit code, or null when it says to leave.</summary>
    public async Task<int?> Run(string line, CancellationToken cancel)
    {
        var words = ShellWords.Split(line, 3, out var isOpen);
        if (words.Count == 0 || words[0].StartsWith('#'))
            return ExitCode.Done;
        if (isOpen)
            return Wrong("a quote is not closed");
        switch (words[0], words.Count)
        {
            case ("get", 2): return await Get(words[1], cancel);
            case ("set", 3): return await Set(words[1], words[2], cancel);
            case ("delete", 2): return await Delete(words[1], cancel);
            case ("show", <= 2): return await Show(words.Count == 2 ? words[1] : "", cancel);
            case ("status", 1): return await Status(cancel);
            case ("help", _): return Help();
            case ("exit" or "quit", 1): return null;
        }
        var known = Array.Find(Commands, command => command.Name == words[0]);
        return Wrong(known.Name is null ? $"there is no command '{words[0]}': try help" : $"usage: {known.Usage}");
    }

    /// <summary>What could stand at the end of a line: a command, or a key that is there.</summary>
    public async Task<Completion> Complete(string text, CancellationToken cancel)
    {
        var (place, from, typed) = ShellWords.Last(text);
        if (place == 0)
            return new Completion(
                from, [.. Commands.Select(c => c.Name).Where(c => c.StartsWith(typed, StringComparison.Ordinal))]);
        if (place > 1 || ShellWords.Split(text, 3, out _)[0] is not ("get" or "set" or "delete" or "show"))
            return new Completion(from, []);
        var keys = await client.Get(
            $"/v1/kv?consistency=stale&limit={MostKeys}&prefix={Uri.EscapeDataString(typed)}", cancel);
        return new Completion(
            from, keys.Ok ? [.. keys.Read(ApiJson.Bodies.ListBody).Items.Select(i => ShellWords.Quote(i.Key))] : []);
    }

    private async Task<int> Get(string key, CancellationToken cancel)
    {
        var answer = await client.Get(Here(ClientVerb.PathOf(key)), cancel);
        if (!answer.Ok)
            return Failed(answer);
        var item = answer.Read(ApiJson.Bodies.ItemBody);
        return Tell(
            answer, $"GET response: {ShowVerb.Value(new ListItemBody(key, item.Value, item.ValueBase64, item.Index))}");
    }

    private async Task<int> Set(string key, string value, CancellationToken cancel)
    {
        var answer = await client.Write(
            HttpMethod.Put, Here(ClientVerb.PathOf(key)), Encoding.UTF8.GetBytes(value), null, cancel);
        return answer.Ok ? Tell(answer, $"{key} set to {value}") : Failed(answer);
    }

    private async Task<int> Delete(string key, CancellationToken cancel)
    {
        var answer = await client.Write(HttpMethod.Delete, Here(ClientVerb.PathOf(key)), null, null, cancel);
        if (!answer.Ok)
            return Failed(answer);
        var existed = answer.Read(ApiJson.Bodies.DeletedBody).Deleted;
        Tell(answer, existed ? $"{key} deleted" : $"There is no key '{key}'.");
        return existed ? ExitCode.Done : ExitCode.NotFound;
    }

    private async Task<int> Show(string prefix, CancellationToken cancel)
    {
        var (problem, items) = await ShowVerb.ReadAll(client, prefix, Here(""), cancel);
        if (problem is not null)
            return Failed(problem);
        if (json)
            output.WriteLine(JsonSerializer.Serialize(new ListBody(items, null), ApiJson.Bodies.ListBody));
        else if (items.Count == 0)
            output.WriteLine("no keys");
        foreach (var item in json ? [] : items)
            output.WriteLine($"{ShowVerb.Plain(item.Key)} = {ShowVerb.Value(item)}");
        return ExitCode.Done;
    }

    private async Task<int> Status(CancellationToken cancel)
    {
        var nodes = await client.Look(cancel);
        if (json)
            output.WriteLine(StatusVerb.Json(nodes));
        foreach (var node in json ? [] : nodes)
        {
            output.WriteLine(node.Status is { } status
                ? $"{status.Node}: {status.Role}, term {status.Term}, leader {status.Leader ?? "none"}, "
                    + $"commit {status.CommitIndex}, applied {status.AppliedIndex}"
                : $"{node.Address.Authority}: {node.Error}");
        }
        return nodes.Any(node => node.Status?.Leader is not null) ? ExitCode.Done : ExitCode.NotFound;
    }

    private int Help()
    {
        foreach (var (_, usage, what) in Commands)
            output.WriteLine($"{usage,-15} {what}");
        return ExitCode.Done;
    }

    private string Here(string path) => !noForward
        ? path
        : path
            + (path.Contains('?', StringComparison.Ordinal) || path.Length == 0 ? "&forward=false" : "?forward=false");

    private int Tell(ClientAnswer answer, string text)
    {
        output.WriteLine(json ? Encoding.UTF8.GetString(answer.Body) : text);
        return ExitCode.Done;
    }

    private int Failed(ClientAnswer answer)
    {
        var problem = answer.Problem;
        output.WriteLine(json
            ? JsonSerializer.Serialize(problem, ApiJson.Bodies.ProblemBody)
            : problem.Outcome == "unknown" ? $"outcome unknown: {problem.Detail}" : problem.Detail);
        return ClientVerb.CodeOf(answer);
    }

    private int Wrong(string what)
    {
        output.WriteLine(
            json ? JsonSerializer.Serialize(new ProblemBody("Usage", 0, what), ApiJson.Bodies.ProblemBody) : what);
        return ExitCode.Usage;
    }
}
