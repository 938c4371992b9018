using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;

namespace Raft.Specs.Conformance;

/// <summary>An actor system with a journal and a snapshot store, and what its notebooks say.</summary>
internal sealed class PersistenceStage : IDisposable
{
    private const string Defaults = $$"""
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.log-dead-letters = off
        akka.persistence.journal.plugin = "akka.persistence.journal.inmem"
        akka.persistence.snapshot-store.plugin = "akka.persistence.snapshot-store.inmem"
        {{ScriptedJournal.Config}}
        """;

    public PersistenceStage(string config = "", Heard? heard = null)
    {
        Heard = heard ?? new Heard();
        System = ActorSystem.Create("persistence-specs",
            ConfigurationFactory.ParseString(config).WithFallback(ConfigurationFactory.ParseString(Defaults)));
    }

    public static NotebookOptions Scripted { get; } = new() { Journal = "scripted.journal" };

    public ActorSystem System { get; }

    public Heard Heard { get; }

    /// <summary>The journal that does what it is told.</summary>
    public IActorRef Journal => Persistence.Instance.Apply(System).JournalFor("scripted.journal");

    public IActorRef Start(string id, NotebookOptions? options = null) =>
        System.ActorOf(Notebook.Props(id, Heard, options ?? new NotebookOptions()));

    /// <summary>Starts a notebook that has nothing to recover, and waits until it is ready.</summary>
    public IActorRef Open(string id, NotebookOptions? options = null)
    {
        var notebook = Start(id, options);
        Heard.Expect(new Recovered(0));
        return notebook;
    }

    /// <summary>Stops the notebook and waits until it is gone.</summary>
    public void Close(IActorRef notebook, string id)
    {
        System.Stop(notebook);
        Heard.Expect(new Stopped(id));
    }

    public void Dispose() => System.Terminate().Wait(TimeSpan.FromSeconds(20));
}

internal static class NotebookCommands
{
    public static void Do(this IActorRef notebook, Action<Notebook> body) =>
        notebook.Tell(new Do(body), ActorRefs.NoSender);

    public static void Note(this IActorRef notebook, params string[] events) => notebook.Do(n => n.Note(events));

    public static void Mark(this IActorRef notebook, string name) => notebook.Tell(new Mark(name), ActorRefs.NoSender);
}

/// <summary>Says whatever it is told.</summary>
internal sealed class Ear(Heard heard) : UntypedActor
{
    protected override void OnReceive(object message) => heard.Add(message);
}
