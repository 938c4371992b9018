using System.Globalization;
using System.Net;
using Akka.Configuration;
using Raft.Actors.Protocol;
using Raft.Host.Controller;
using Raft.Host.Http;
using Raft.Host.Nodes;
using Raft.Host.Security;

namespace Raft.Host.Configuration;

/// <summary>The settings under <c>raft.host</c>, and those of the node's own place in the cluster.</summary>
/// <param name="Node">This node's name.</param>
/// <param name="Group">The group's name.</param>
/// <param name="Remoting">Where its peers reach it: its own entry in <c>raft.members</c>.</param>
/// <param name="Listening">
/// Where it listens for them: there, unless <c>akka.remote.dot-netty.tcp</c> says otherwise.
/// </param>
/// <param name="Peers">The other members' names by their addresses.</param>
/// <param name="DataFolder">The folder of this node alone, absolute.</param>
/// <param name="Http">Where clients reach it.</param>
/// <param name="StopTimeout">How long a stop may take.</param>
public sealed record HostSettings(
    string Node,
    string Group,
    DnsEndPoint Remoting,
    DnsEndPoint Listening,
    IReadOnlyDictionary<string, string> Peers,
    string DataFolder,
    HttpSettings Http,
    TimeSpan StopTimeout)
{
    /// <summary>
    /// Every node's HTTP address by its name, as browsers reach it; empty for this node when it is not told.
    /// </summary>
    public IReadOnlyDictionary<string, string> DashboardNodes { get; init; } = new Dictionary<string, string>();

    /// <summary>How much the node remembers for those who watch its store.</summary>
    public WatchSettings Watch { get; init; } = WatchSettings.Default;

    /// <summary>Whether and how a course's controller is listened to.</summary>
    public ControllerSettings Controller { get; init; } = ControllerSettings.Off;

    /// <summary>What the node writes of itself.</summary>
    internal Nodes.LogSettings Log { get; init; } = new(Nodes.LogFormat.Text, Nodes.LogImportance.Info);

    /// <summary>Reads and checks the settings.</summary>
    /// <param name="config">The whole configuration, defaults included.</param>
    /// <param name="data">
    /// The folder that holds the folders of all nodes, when it was named on the command line.
    /// </param>
    /// <exception cref="SettingException">One of them cannot be used.</exception>
    public static HostSettings Create(Config config, string? data)
    {
        var node = config.GetString("raft.node", "");
        var http = new HttpSettings(
            Address(config, "raft.host.http.host"),
            Number(config, "raft.host.http.port", 1, 65535),
            Duration(config, "raft.host.request-timeout"),
            Duration(config, "raft.host.max-request-timeout"),
            Number(config, "raft.host.http.max-connections", 1, 1_000_000))
        {
            Limits = Limits(config),
            Readiness = new Readiness(Number(config, "raft.host.max-apply-lag", 0, 1_000_000_000)),
        };
        if (http.RequestTimeout > http.MaxRequestTimeout)
            throw new SettingException(
                "raft.host.request-timeout",
                config.GetString("raft.host.request-timeout"),
                "must not be longer than raft.host.max-request-timeout");
        var members = Members(config);
        var remoting = OwnAddress(members, node);
        if (remoting.Port == http.Port)
            throw new SettingException(
                "raft.host.http.port", $"{http.Port}", $"is the port of raft.members.{node} as well");
        var group = config.GetString("raft.group");
        if (!NodeId.IsValid(group))
            throw new SettingException("raft.group", group, "must be 1 to 64 letters, digits, '-', '_' or '.'");
        var folder = data is null ? config.GetString("raft.data-dir", "") : Path.Combine(data, node);
        if (folder.Length == 0)
            folder = Path.Combine("data", node);
        var peers = members.Where(member => member.Key != node)
            .DistinctBy(member => member.Value).ToDictionary(member => member.Value, member => member.Key);
        return new HostSettings(
            node,
            group,
            remoting,
            ListeningAt(config, remoting),
            peers,
            Path.GetFullPath(folder),
            http,
            Duration(config, "raft.host.stop-timeout"))
        {
            DashboardNodes = DashboardAddresses(config, node),
            Watch = new WatchSettings(
                Number(config, "raft.host.watch.history", 1, 10_000_000),
                Size(config, "raft.host.watch.history-size", 1 << 10, 1 << 30),
                Number(config, "raft.host.watch.max-watchers", 1, 100_000)),
            Controller = ControllerOf(config),
            Log = Nodes.LogSettings.Create(config),
        };
    }

    private static ControllerSettings ControllerOf(Config config)
    {
        const string enabled = "raft.host.controller.enabled", keyCase = "raft.host.controller.entry-key-case";
        return new ControllerSettings(
            OneOf(config, enabled, ("on", true), ("off", false), ("true", true), ("false", false), ("yes", true),
                ("no", false)),
            Address(config, "raft.host.controller.host"),
            Number(config, "raft.host.controller.port", 1, 65535),
            OneOf(
                config,
                keyCase,
                ("lower", EntryKeyCase.Lower),
                ("capitalised", EntryKeyCase.Capitalised),
                ("capitalized", EntryKeyCase.Capitalised),
                ("upper", EntryKeyCase.Upper)),
            (int)Size(config, "raft.host.controller.max-request-size", 256, 64 << 10));
    }

    private static T OneOf<T>(Config config, string key, params (string Word, T Meaning)[] words)
    {
        var text = config.GetString(key);
        foreach (var (word, meaning) in words)
        {
            if (word == text)
                return meaning;
        }
        throw new SettingException(
            key, text, $"must be {string.Join(" or ", words.DistinctBy(w => w.Meaning).Select(w => w.Word))}");
    }

    private static HttpLimits Limits(Config config) => new()
    {
        MaxHeaderBytes = (int)Size(config, "raft.host.http.max-header-size", 1024, 256 * 1024),
        HeaderTimeout = Duration(
            config, "raft.host.http.header-timeout", TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
        IdleTimeout = Duration(config, "raft.host.http.idle-timeout", TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
        MinBodyBytesPerSecond = Number(config, "raft.host.http.min-body-rate", 1, 1_000_000_000),
        MaxRequestsPerSecond = Number(config, "raft.host.http.max-requests-per-second", 1, 10_000_000),
    };

    private static Dictionary<string, string> DashboardAddresses(Config config, string node)
    {
        const string key = "raft.host.dashboard.nodes";
        // The page reaches the node that serves it in any case.
        var addresses = new Dictionary<string, string>(StringComparer.Ordinal) { [node] = "" };
        foreach (var (quoted, value) in config.GetConfig(key)?.AsEnumerable() ?? [])
        {
            var (name, text) = (quoted.Trim('"'), value.GetString());
            if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")
                || address.PathAndQuery != "/" || address.UserInfo.Length > 0)
                throw new SettingException($"{key}.{name}", text, "must be like http://127.0.0.1:8001");
            addresses[name] = address.GetLeftPart(UriPartial.Authority);
        }
        return addresses;
    }

    // Behind a relay, or in a container, a node is not where the others find it.
    private static DnsEndPoint ListeningAt(Config config, DnsEndPoint remoting)
    {
        const string hostname = "akka.remote.dot-netty.tcp.hostname", port = "akka.remote.dot-netty.tcp.port";
        return new DnsEndPoint(
            config.GetString(hostname, "") is { Length: > 0 } host ? host : remoting.Host,
            config.HasPath(port) ? Number(config, port, 1, 65535) : remoting.Port);
    }

    private static Dictionary<string, string> Members(Config config) =>
        config.GetConfig("raft.members")?.AsEnumerable().ToDictionary(
            member => member.Key.Trim('"'), member => member.Value.GetString(), StringComparer.Ordinal) ?? [];

    private static DnsEndPoint OwnAddress(Dictionary<string, string> members, string node)
    {
        var names = string.Join(", ", members.Keys.Order(StringComparer.Ordinal));
        if (node.Length == 0)
            throw new SettingException(
                "raft.node", "", members.Count == 0 ? "which node is this?" : $"which of {names} is this?");
        if (members.Count == 0)
            throw new SettingException(
                "raft.members", "",
                $"where do its peers reach {node}? A node that joins names itself alone, and sets raft.join = on");
        if (!members.TryGetValue(node, out var address))
            throw new SettingException("raft.node", node, $"is not one of raft.members ({names})");
        return EndPoint(address) ?? throw new SettingException($"raft.members.{node}", address, "must be host:port");
    }

    private static DnsEndPoint? EndPoint(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0
            && int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= 65535
            ? new DnsEndPoint(text[..colon], port)
            : null;
    }

    private static IPAddress Address(Config config, string key)
    {
        var text = config.GetString(key);
        if (text == "localhost")
            return IPAddress.Loopback;
        return IPAddress.TryParse(text, out var address)
            ? address
            : throw new SettingException(key, text, "must be an IP address of this machine, such as 127.0.0.1");
    }

    private static int Number(Config config, string key, int least, int most)
    {
        var text = config.GetString(key);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
            ? number
            : throw new SettingException(key, text, $"must be a whole number from {least} to {most}");
    }

    private static long Size(Config config, string key, long least, long most)
    {
        var wrong = new SettingException(
            key, config.GetString(key), $"must be a size from {Text(least)} to {Text(most)}");
        try
        {
            return config.GetByteSize(key) is { } size && size >= least && size <= most ? size : throw wrong;
        }
        catch (FormatException)
        {
            throw wrong;
        }
    }

    private static string Text(long bytes) => bytes >= 1 << 20 ? $"{bytes >> 20}MiB" : $"{bytes >> 10}KiB";

    private static TimeSpan Duration(Config config, string key, TimeSpan least, TimeSpan most) =>
        Duration(config, key) is var span && span >= least && span <= most
            ? span
            : throw new SettingException(
                key, config.GetString(key), $"must be from {least.TotalSeconds}s to {most.TotalSeconds}s");

    private static TimeSpan Duration(Config config, string key)
    {
        var text = config.GetString(key);
        // A number alone would be milliseconds here and seconds elsewhere: ask for the unit.
        return text.Length > 0 && char.IsAsciiLetter(text[^1]) && Durations.TryParse(text, out var duration)
            ? duration
            : throw new SettingException(key, text, "must be a duration with its unit, such as 500ms or 5s");
    }
}
