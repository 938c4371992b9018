using Akka.Configuration;
using Raft.Actors;
using Raft.Host.Configuration;

namespace Raft.Host.Nodes;

/// <summary>Everything that a node needs to know before it touches anything, checked.</summary>
/// <param name="Source">What the user wrote, to explain mistakes with.</param>
/// <param name="Config">The whole configuration: the user's over the defaults.</param>
/// <param name="Host">The settings of the process.</param>
/// <param name="Raft">The settings of the consensus.</param>
internal sealed record NodePlan(ConfigSource Source, Config Config, HostSettings Host, RaftSettings Raft)
{
    /// <summary>Reads the configuration and finds every mistake that can be found without touching anything.</summary>
    /// <exception cref="UsageException">The first mistake, in one line.</exception>
    public static NodePlan Make(IReadOnlyList<string> files, IReadOnlyList<string> settings, string? data) =>
        Read(files, settings, data, plan => plan.CheckSurroundings());

    /// <summary>The same for a node that is not to run: what listens on its ports does not matter.</summary>
    /// <exception cref="UsageException">The first mistake, in one line.</exception>
    public static NodePlan MakeOffline(IReadOnlyList<string> files, IReadOnlyList<string> settings, string? data) =>
        Read(files, settings, data, _ => { });

    private static NodePlan Read(
        IReadOnlyList<string> files, IReadOnlyList<string> settings, string? data, Action<NodePlan> check)
    {
        var source = ConfigSource.Load(files, settings);
        var reference = Reference();
        source.Check(reference);
        var config = source.Config.WithFallback(reference);
        try
        {
            var host = HostSettings.Create(config, data);
            var plan = new NodePlan(source, config, host, RaftSettings.Create(config.GetConfig("raft")));
            plan.Raft.CheckFrame(config.GetByteSize("akka.remote.dot-netty.tcp.maximum-frame-size") ?? 0);
            check(plan);
            return plan;
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

    /// <summary>The configuration of the node's actor system: the user's, and what follows from the node's place and folder.</summary>
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
        }
        """).WithFallback(Config);

    /// <summary>Every setting that there is, with its default.</summary>
    public static Config Reference() => ConfigurationFactory
        .FromResource("Raft.Host.reference.conf", typeof(NodePlan).Assembly)
        .WithFallback(RaftSettings.DefaultConfig());

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
    }
}
