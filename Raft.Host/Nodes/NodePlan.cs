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
    public static NodePlan Make(IReadOnlyList<string> files, IReadOnlyList<string> settings, string? data)
    {
        var source = ConfigSource.Load(files, settings);
        var reference = Reference();
        source.Check(reference);
        var config = source.Config.WithFallback(reference);
        try
        {
            var host = HostSettings.Create(config, data);
            var plan = new NodePlan(source, config, host, RaftSettings.Create(config.GetConfig("raft")));
            plan.CheckSurroundings();
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

    /// <summary>Every setting that there is, with its default.</summary>
    public static Config Reference() => ConfigurationFactory
        .FromResource("Raft.Host.reference.conf", typeof(NodePlan).Assembly)
        .WithFallback(RaftSettings.DefaultConfig());

    private void CheckSurroundings()
    {
        DataFolder.RefuseIfInUse(Host.DataFolder);
        var (http, remoting) = (Host.Http, Host.Remoting);
        if (Ports.Problem(http.Address.ToString(), http.Port) is { } httpProblem)
            throw new SettingException("raft.host.http.port", $"{http.Port}", httpProblem);
        if (Ports.Problem(remoting.Host, remoting.Port) is { } remotingProblem)
            throw new SettingException($"raft.members.{Host.Node}", $"{remoting.Host}:{remoting.Port}", remotingProblem);
    }
}
