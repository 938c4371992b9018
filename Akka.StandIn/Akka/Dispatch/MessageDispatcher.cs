using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Dispatch;

public interface IDispatcherPrerequisites
{
    EventStream EventStream { get; }

    IScheduler Scheduler { get; }

    Settings Settings { get; }

    Mailboxes Mailboxes { get; }
}

public sealed class DefaultDispatcherPrerequisites : IDispatcherPrerequisites
{
    public DefaultDispatcherPrerequisites(
        EventStream eventStream, IScheduler scheduler, Settings settings, Mailboxes mailboxes)
    {
        EventStream = eventStream;
        Scheduler = scheduler;
        Settings = settings;
        Mailboxes = mailboxes;
    }

    public EventStream EventStream { get; }

    public IScheduler Scheduler { get; }

    public Settings Settings { get; }

    public Mailboxes Mailboxes { get; }
}

/// <summary>Makes dispatchers from a section of the configuration; found there by its <c>type</c>.</summary>
public abstract class MessageDispatcherConfigurator
{
    protected MessageDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    {
        Config = config;
        Prerequisites = prerequisites;
    }

    public Config Config { get; }

    public IDispatcherPrerequisites Prerequisites { get; }

    public abstract MessageDispatcher Dispatcher();
}

/// <summary>Gives mailboxes that have something to do a thread to do it on.</summary>
public abstract class MessageDispatcher
{
    public const int DefaultThroughput = 100;

    private long _inhabitants;
    private int _shutdownPending;

    protected MessageDispatcher(MessageDispatcherConfigurator configurator)
    {
        Configurator = configurator;
        Throughput = DefaultThroughput;
        Id = "";
    }

    public MessageDispatcherConfigurator Configurator { get; }

    public EventStream EventStream => Configurator.Prerequisites.EventStream;

    public Mailboxes Mailboxes => Configurator.Prerequisites.Mailboxes;

    public string Id { get; protected set; }

    /// <summary>How many messages one run of a mailbox may take.</summary>
    public int Throughput { get; set; }

    /// <summary>
    /// How many ticks one run of a mailbox may last before it makes way for others; null for any time.
    /// </summary>
    public long? ThroughputDeadlineTime { get; protected set; }

    public TimeSpan ShutdownTimeout { get; protected set; }

    protected long Inhabitants => Volatile.Read(ref _inhabitants);

    /// <summary>False spares a dispatcher that holds nothing the look whether it is still needed.</summary>
    internal virtual bool HoldsThreads => true;

    protected abstract void ExecuteTask(IRunnable run);

    protected abstract void Shutdown();

    public void Schedule(Action run) => Schedule(new ActionRunnable(run));

    public void Schedule(IRunnable run)
    {
        Interlocked.Increment(ref _inhabitants);
        ExecuteTask(new ActionRunnable(() =>
        {
            try
            {
                run.Run();
            }
            catch (Exception e)
            {
                ReportFailure(e);
            }
            finally
            {
                Leave();
            }
        }));
    }

    protected void ReportFailure(Exception ex) =>
        EventStream.Publish(new Error(ex, GetType().FullName!, GetType(), ex.Message));

    public virtual void Attach(ActorCell cell)
    {
        Interlocked.Increment(ref _inhabitants);
        RegisterForExecution(cell.Mailbox, false, true);
    }

    public virtual void Detach(ActorCell cell)
    {
        try
        {
            cell.Mailbox.BecomeClosed();
            cell.Mailbox.CleanUp();
        }
        finally
        {
            Leave();
        }
    }

    public virtual void Dispatch(ActorCell cell, Envelope envelope)
    {
        var mailbox = cell.Mailbox;
        mailbox.Enqueue(cell.Self, envelope);
        RegisterForExecution(mailbox, true, false);
        if (mailbox.IsClosed)
            mailbox.CleanUp();
    }

    public virtual void SystemDispatch(ActorCell cell, SystemMessage message)
    {
        var mailbox = cell.Mailbox;
        mailbox.SystemEnqueue(cell.Self, message);
        RegisterForExecution(mailbox, false, true);
    }

    internal void Suspend(ActorCell cell) => cell.Mailbox.Suspend();

    internal void Resume(ActorCell cell)
    {
        cell.Mailbox.Resume();
        RegisterForExecution(cell.Mailbox, false, false);
    }

    internal bool RegisterForExecution(Mailbox mailbox, bool hasMessageHint, bool hasSystemMessageHint)
    {
        if (!mailbox.CanBeScheduled(hasMessageHint, hasSystemMessageHint) || !mailbox.SetScheduled())
            return false;
        try
        {
            ExecuteTask(mailbox);
            return true;
        }
        catch
        {
            mailbox.SetIdle();
            throw;
        }
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _inhabitants) > 0 || !HoldsThreads ||
            Interlocked.Exchange(ref _shutdownPending, 1) == 1)
            return;
        try
        {
            Configurator.Prerequisites.Scheduler.Advanced.ScheduleOnce(ShutdownTimeout, ShutdownIfUnused);
        }
        catch (SchedulerException)
        {
            ShutdownIfUnused(); // the system is going down, and its scheduler has gone first
        }
    }

    private void ShutdownIfUnused()
    {
        Volatile.Write(ref _shutdownPending, 0);
        if (Inhabitants == 0)
            Shutdown();
    }
}
