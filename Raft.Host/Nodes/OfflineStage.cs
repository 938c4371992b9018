using Akka.Actor;
using Akka.Configuration;
using Raft.Actors.Offline;
using Raft.Host.Configuration;

namespace Raft.Host.Nodes;

/// <summary>
/// A node that does not run, and is not going to: its folder is taken, so that nobody starts it meanwhile, and an actor
/// system without remoting reads and writes its files by the plug-ins that the node itself uses.
/// </summary>
internal sealed class OfflineStage : IAsyncDisposable
{
    private readonly DataFolder _folder;
    private readonly ActorSystem _system;

    private OfflineStage(NodePlan plan, DataFolder folder)
    {
        _folder = folder;
        _system = ActorSystem.Create("raft", Local.WithFallback(plan.SystemConfig(folder)));
        Plan = plan;
        Node = new OfflineNode(_system, plan.Host.Group, plan.Raft);
    }

    // What goes wrong is in the report; the console is for that.
    private static Config Local =>
        ConfigurationFactory.ParseString("akka { actor.provider = local, loglevel = OFF, stdout-loglevel = OFF }");

    /// <summary>The node's configuration.</summary>
    public NodePlan Plan { get; }

    /// <summary>The node.</summary>
    public OfflineNode Node { get; }

    /// <summary>Takes the folder of a node that has run before.</summary>
    /// <exception cref="UsageException">There is none, or a process has it.</exception>
    public static OfflineStage Open(NodePlan plan)
    {
        var journal = Path.Combine(plan.Host.DataFolder, "journal.db");
        return File.Exists(journal)
            ? new OfflineStage(plan, DataFolder.Open(plan.Host.DataFolder))
            : throw new UsageException(
                $"{journal}: there is no such file, so {plan.Host.Node} never ran with this data folder");
    }

    /// <summary>Takes a folder, making it when it is not there.</summary>
    /// <exception cref="UsageException">It cannot be made, or a process has it.</exception>
    public static OfflineStage Make(NodePlan plan) => new(plan, DataFolder.Open(plan.Host.DataFolder));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _system.Terminate();
        _folder.Dispose();
    }
}
