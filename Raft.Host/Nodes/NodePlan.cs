using Akka.Configuration;
using Raft.Actors;
using Raft.Host.Configuration;
using Raft.Host.Controller;
using Raft.Host.Security;

namespace Raft.Host.Nodes;

/// <summary>Everything that a node needs to know before it touches anything, checked.</summary>
/// <param name="Source">What the user wrote, to explain mistakes with.</param>
/// <param name="Config">The whole configuration: the user's over the defaults.</param>
/// <param name="Host">The settings of the process.</param>
/// <param name="Raft">The settings of the consensus.</param>
internal sealed record NodePlan(ConfigSource Source, Config Config, HostSettings Host, RaftSettings Raft)
{
    /// <summary>TLS between this node and its peers; null for none.</summary>
    public PeerTls? PeerTls { get; private init; }

    /// <summary>Reads the configuration and finds every mistake that can be found without touching anything.</summary>
    /// <exception cref="UsageException">The first mistake, in one line.</exception>
    public static NodePlan Make(IReadOnlyList<string> files, IReadOnlyList<string> settings, string? data) =>
        Read(files, settings, data, plan =>
        {
            var secured = plan.Secure();
            secured.CheckSurroundings();
            return secured;
        });

    /// <summary>The same for a node that is not to run: what listens on its ports does not matter.</summary>
    /// <exception cref="UsageException">The first mistake, in one line.</exception>
    public static NodePlan MakeOffline(IReadOnlyList<string> files, IReadOnlyList<string> settings, string? data) =>
        Read(files, settings, data, plan => plan);

    private static NodePlan Read(
        IReadOnlyList<string> files, IReadOnlyList<string> settings, string? data, Func<NodePlan, NodePlan> check)
    {
        var source = ConfigSource.Load(files, settings);
        var reference = Reference();
        source.Check(reference);
        var config = Beside(source, source.Config.WithFallback(reference));
        try
        {
            var host = HostSettings.Create(config, data);
            var plan = new NodePlan(source, config, host, RaftSettings.Create(config.GetConfig("raft")));
            plan.Raft.CheckFrame(config.GetByteSize("akka.remote.dot-netty.tcp.maximum-frame-size") ?? 0);
            return check(plan);
        }
        catch (SettingException wrong)
        {
            throw source.Explain(wrong.Key, wrong.Value, wrong.Problem);
        }
        catch (RaftConfigException wrong)
        {
            throw source.Explain(wrong.Key, wrong.Value, wrong.Problem);
        }
    }

    /// <summary>
    /// The configuration of the node's actor system: the user's, and what follows from the node's place and folder.
    /// </summary>
    public Config SystemConfig(DataFolder folder) => ConfigurationFactory.ParseString(
        $$"""
        raft {
          data-dir = {{Text(folder.Path)}}
          journal.connection-string = {{Text($"Data Source={folder.Journal}")}}
          snapshots.connection-string = {{Text($"Data Source={folder.Snapshots}")}}
        }
        akka.remote.dot-netty.tcp {
          hostname = {{Text(Host.Listening.Host)}}
          port = {{Host.Listening.Port}}
          public-hostname = {{Text(Host.Remoting.Host)}}
          public-port = {{Host.Remoting.Port}}
          {{(PeerTls is null ? "" : "enable-ssl = on")}}
        }
        """).WithFallback(Config);

    /// <summary>Every setting that there is, with its default.</summary>
    public static Config Reference() => ConfigurationFactory
        .FromResource("Raft.Host.reference.conf", typeof(NodePlan).Assembly)
        .WithFallback(RaftSettings.DefaultConfig());

    // Paths in a file are meant from where that file is, wherever the node is started.
    private static Config Beside(ConfigSource source, Config config)
    {
        var paths = NodeSecurity.Paths.Where(key => config.GetString(key, "").Length > 0)
            .Select(key => $"{key} = {Text(source.PathOf(key, config.GetString(key)))}");
        return ConfigurationFactory.ParseString(string.Join('\n', paths)).WithFallback(config);
    }

    private NodePlan Secure()
    {
        var security = NodeSecurity.Create(Config);
        security.RefuseIfOpen(Config, Host, Raft);
        return this with
        {
            Host = Host with { Http = Host.Http with { Tls = security.Http, Tokens = security.Tokens } },
            PeerTls = security.Peers,
        };
    }

    private static string Text(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private void CheckSurroundings()
    {
        DataFolder.RefuseIfInUse(Host.DataFolder);
        var (http, remoting) = (Host.Http, Host.Listening);
        if (Ports.Problem(http.Address.ToString(), http.Port) is { } httpProblem)
            throw new SettingException("raft.host.http.port", $"{http.Port}", httpProblem);
        if (Ports.Problem(remoting.Host, remoting.Port) is { } remotingProblem)
            throw new SettingException(
                remoting.Equals(Host.Remoting) ? $"raft.members.{Host.Node}" : "akka.remote.dot-netty.tcp.port",
                $"{remoting.Host}:{remoting.Port}",
                remotingProblem);
        if (Host.Controller.Enabled && ControllerServer.Problem(Host.Controller) is { } controllerProblem)
            throw new SettingException("raft.host.controller.port", $"{Host.Controller.Port}", controllerProblem);
    }
}
