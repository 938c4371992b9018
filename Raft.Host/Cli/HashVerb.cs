using System.CommandLine;
using System.Net;
using System.Text.Json;
using Raft.Host.Client;
using Raft.Host.Http;

namespace Raft.Host.Cli;

/// <summary><c>raft hash</c>: whether the nodes hold the same.</summary>
internal sealed class HashVerb : ClientVerb
{
    private readonly Option<long?> _index = new("--index")
    {
        Description = "The log position to compare at; left out, the last that all nodes have applied",
        HelpName = "N",
    };

    public HashVerb()
        : base(
            "hash",
            "Compare what the nodes hold. Exit code 1 when two of them differ at the same log position: "
                + "one has diverged.",
            "raft hash",
            "raft hash --index 812 --json") => Add(_index);

    protected override async Task<int> Run(ParseResult line, CancellationToken cancel)
    {
        using var cluster = Cluster(line);
        var nodes = await cluster.Look(cancel);
        var applied = nodes.Where(node => node.Status is not null).Select(node => node.Status!.AppliedIndex).ToList();
        if (applied.Count == 0)
        {
            Say(line, $"no node answers at {string.Join(", ", nodes.Select(node => node.Address.Authority))}");
            return ExitCode.Unavailable;
        }

        var index = line.GetValue(_index) ?? applied.Min();
        var hashes = await Task.WhenAll(nodes.Select(node => Ask(cluster, node, index, cancel)));
        var known = hashes.Where(node => node.Hash is not null).Select(node => node.Hash).Distinct().Count();
        Print(line, new HashesBody(index, known < 2, hashes));
        if (known == 0)
            Say(line, $"no node remembers the hash at {index}");
        else if (known > 1)
            Say(line, $"the nodes have diverged: they applied the same log up to {index} and do not hold the same");
        return known == 1 ? ExitCode.Done : ExitCode.NotFound;
    }

    private static async Task<NodeHashBody> Ask(
        ClusterClient cluster, NodeView node, long index, CancellationToken cancel)
    {
        if (node.Status is null)
            return new NodeHashBody(node.Address.Authority, null, null, node.Error);
        var answer = await cluster.Ask(node.Address, HttpMethod.Get, $"/v1/hash?index={index}", cancel);
        var hash = answer.Ok ? answer.Read(ApiJson.Bodies.HashBody).Hash : null;
        var error = answer.Status == HttpStatusCode.NotFound ? "not remembered" : answer.Problem.Detail;
        return new NodeHashBody(node.Address.Authority, node.Status.Node, hash, hash is null ? error : null);
    }

    private void Print(ParseResult line, HashesBody hashes)
    {
        var output = line.InvocationConfiguration.Output;
        if (WantsJson(line))
        {
            output.WriteLine(JsonSerializer.Serialize(hashes, ApiJson.Bodies.HashesBody));
            return;
        }

        foreach (var node in hashes.Nodes)
            output.WriteLine($"{node.Node ?? "-"}\t{node.Address}\t{hashes.Index}\t{node.Hash ?? node.Error}");
    }
}
