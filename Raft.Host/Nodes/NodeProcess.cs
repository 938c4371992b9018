using System.Diagnostics;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Actor.Setup;
using Raft.Actors;
using Raft.Actors.Machines;
using Raft.Host.Cli;
using Raft.Host.Controller;
using Raft.Host.Demo;
using Raft.Host.Http;
using Raft.Host.Security;

namespace Raft.Host.Nodes;

/// <summary>One node as a process: its folder, its actors and its HTTP API, from start to stop.</summary>
internal static class NodeProcess
{
    /// <summary>Runs the node until it is told to stop, or until it ends by itself.</summary>
    /// <param name="plan">What to run.</param>
    /// <param name="log">The node's console.</param>
    /// <param name="say">A word to whoever started it, on standard error.</param>
    /// <param name="stop">Tells it to stop.</param>
    public static async Task<int> Run(NodePlan plan, NodeLog log, Action<string> say, CancellationToken stop)
    {
        using var folder = DataFolder.Open(plan.Host.DataFolder);
        var system = ActorSystem.Create("raft", Setup(plan, folder));
        var stopping = new Stopwatch();
        try
        {
            using var window = new NodeWindow(
                plan.Host.Node, plan.Raft.Consensus, plan.Host.DashboardNodes, plan.Host.Watch, DemoNetwork.Access());
            NodeReporter.Attach(system, log, plan.Host.Peers, window.Hear);
            var group = RaftGroups.For(system).Start(
                plan.Host.Group, plan.Raft, () => new KeyValueMachine(window.History),
                setup => window.Adjust(setup, system.Scheduler));
            window.LookAt(group);
            await using var http = await HttpServer.Start(
                plan.Host.Http, new KeyValueStore(group.Client),
                new NodeOperations(group.Client, () => window.LastLeader), window);
            log.Line(
                LogEventId.Listens,
                $"{plan.Host.Node} listens: clients on {http.Address.AbsoluteUri.TrimEnd('/')}, "
                + $"peers on {plan.Host.Remoting.Host}:{plan.Host.Remoting.Port}, data in {plan.Host.DataFolder}",
                ("clients", http.Address.AbsoluteUri.TrimEnd('/')),
                ("peers", $"{plan.Host.Remoting.Host}:{plan.Host.Remoting.Port}"),
                ("data", plan.Host.DataFolder));

            await using var controller = Controller(plan, group, log);

            await Task.WhenAny(group.Stopped, Signalled(stop));
            stopping.Start();
            log.Line(LogEventId.Stops, $"{plan.Host.Node} stops");
            plan.Host.Http.Readiness.Stop();
            if (!group.Stopped.IsCompleted)
                await new HandingOver(group.Client, log).Run(plan.Host.StopTimeout / 4);
            window.Close();
            await http.Stop(plan.Host.StopTimeout / 4);
            return Ending(plan, group, say);
        }
        catch (IOException taken)
        {
            throw plan.Source.Explain("raft.host.http.port", $"{plan.Host.Http.Port}", taken.Message);
        }
        finally
        {
            await Stop(system, plan.Host.StopTimeout - stopping.Elapsed);
        }
    }

    private static ControllerServer? Controller(NodePlan plan, RaftGroup group, NodeLog log)
    {
        if (plan.Host.Controller is not { Enabled: true } settings)
            return null;
        var node = new ControlledNode(group, plan.Host.Http.RequestTimeout);
        try
        {
            var service = new ControllerService(node, settings, text => log.Line(LogEventId.Ordered, text));
            var controller = ControllerServer.Start(settings, service);
            log.Line(
                LogEventId.TakesOrders,
                $"{plan.Host.Node} takes orders of a controller on UDP {controller.EndPoint}",
                ("controller", controller.EndPoint));
            return controller;
        }
        catch (SocketException taken)
        {
            throw plan.Source.Explain("raft.host.controller.port", $"{settings.Port}", taken.Message);
        }
    }

    private static ActorSystemSetup Setup(NodePlan plan, DataFolder folder)
    {
        var setup = ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(plan.SystemConfig(folder)));
        return plan.PeerTls is { } tls ? setup.And(PeerTransport.Setup(tls)) : setup;
    }

    private static int Ending(NodePlan plan, RaftGroup group, Action<string> say)
    {
        if (!group.Stopped.IsFaulted)
            return ExitCode.Done;
        var reason = group.Stopped.Exception!.GetBaseException().Message;
        say($"{plan.Host.Node} ended by itself: {reason}{DataFolder.Shortage(plan.Host.DataFolder)}");
        return ExitCode.Unavailable;
    }

    private static async Task Stop(ActorSystem system, TimeSpan patience)
    {
        var stopped = CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance);
        await Task.WhenAny(stopped, Task.Delay(patience > TimeSpan.Zero ? patience : TimeSpan.Zero));
    }

    private static Task Signalled(CancellationToken stop)
    {
        var signalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        stop.Register(signalled.SetResult);
        return signalled.Task;
    }
}
