using Akka.Actor;
using Akka.Event;
using Xunit.Abstractions;

namespace Akka.TestKit.Xunit2.Internals;

/// <summary>Writes the log into the output of the running spec.</summary>
public class TestOutputLogger(ITestOutputHelper output) : UntypedActor
{
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case InitializeLogger initialize:
                initialize.LoggingBus.Subscribe(Self, typeof(LogEvent));
                Sender.Tell(new LoggerInitialized());
                break;
            case LogEvent entry:
                Write(entry);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Write(LogEvent entry)
    {
        try
        {
            output.WriteLine(entry.ToString());
        }
        catch (InvalidOperationException)
        {
            // the spec is over, and with it its output
            Context.Stop(Self);
        }
    }
}
