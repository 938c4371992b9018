using System.Globalization;
using System.Net;
using Raft.Actors.Protocol;
using Raft.Host.Configuration;

namespace Raft.Host.Init;

/// <summary>One node of a cluster that is to be set up.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Host">The IP address or name of its machine.</param>
/// <param name="HttpPort">Where clients reach it.</param>
/// <param name="PeerPort">Where its peers do.</param>
internal sealed record PlannedNode(string Name, string Host, int HttpPort, int PeerPort)
{
    /// <summary>The most nodes of a plan: more than that make a cluster slower and not safer.</summary>
    public const int Most = 9;

    /// <summary>Whether only this machine reaches it.</summary>
    public bool IsLoopback =>
        Host == "localhost" || (IPAddress.TryParse(Bare, out var address) && IPAddress.IsLoopback(address));

    /// <summary>The address to listen on for clients: its own, or every one where it is known by a name.</summary>
    public string HttpBind => Host == "localhost" ? "127.0.0.1" : IPAddress.TryParse(Bare, out _) ? Bare : "0.0.0.0";

    /// <summary>Its entry in <c>raft.members</c>.</summary>
    public string PeerAddress => $"{Host}:{PeerPort}";

    /// <summary>The host without the brackets that an IPv6 address has in front of a port.</summary>
    public string Bare => Host.Trim('[', ']');

    /// <summary>Where clients reach it.</summary>
    public string Url(bool isSecure) => $"{(isSecure ? "https" : "http")}://{Host}:{HttpPort}";

    /// <summary>
    /// Reads <c>--nodes</c>: a number, for so many on this machine, or hosts, each perhaps with a name in front.
    /// Several nodes of one host get ports one after the other.
    /// </summary>
    /// <exception cref="UsageException">It cannot be meant.</exception>
    public static IReadOnlyList<PlannedNode> Read(string text, int httpPort, int peerPort)
    {
        var parts = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? Enumerable.Repeat("127.0.0.1", Math.Min(count, Most + 1)).ToArray()
            : text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length is < 1 or > Most)
            throw new UsageException($"--nodes {text}: must name from 1 to {Most} nodes");
        var nodes = new List<PlannedNode>();
        foreach (var part in parts)
        {
            var (name, host) = part.Split('=', 2) is [var named, var at]
                ? (named, at)
                : ($"node-{nodes.Count + 1}", part);
            if (!NodeId.IsValid(name))
                throw new UsageException($"--nodes {part}: a name must be 1 to 64 letters, digits, '-', '_' or '.'");
            var bare = host.Trim('[', ']');
            if (Uri.CheckHostName(bare) == UriHostNameType.Unknown
                || (IPAddress.TryParse(bare, out var any) && any.Equals(IPAddress.Any)))
                throw new UsageException($"--nodes {part}: must be a host such as 10.0.0.1 or db-1.example.com; "
                    + "ports are --http-port and --peer-port");
            if (nodes.Exists(node => node.Name == name))
                throw new UsageException($"--nodes {part}: there are two nodes named {name}");
            var wrapped = bare.Contains(':', StringComparison.Ordinal) ? $"[{bare}]" : bare;
            var before = nodes.Count(node => node.Host == wrapped);
            nodes.Add(new PlannedNode(name, wrapped, httpPort + before, peerPort + before));
        }
        return nodes;
    }
}
