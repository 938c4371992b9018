using Akka.Actor;
using Akka.Actor.Internal;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    /// <summary>
    /// From here on the test actor is the sender of what this thread tells, also after an await. A TestKit that is no
    /// implicit sender takes that away again, unless it is a probe, which leaves the spec's own test actor in place.
    /// </summary>
    private void BecomeImplicitSender()
    {
        if (this is not INoImplicitSender)
            InternalCurrentActorCellKeeper.Current = ((ActorRefWithCell)TestActor).Underlying;
        else if (this is not TestProbe)
            InternalCurrentActorCellKeeper.Current = null;
        SynchronizationContext.SetSynchronizationContext(
            new ImplicitSenderContext(InternalCurrentActorCellKeeper.Current));
    }

    /// <summary>Resumes a spec after its awaits with the test actor as sender again.</summary>
    private sealed class ImplicitSenderContext(ActorCell? cell) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) =>
            ThreadPool.QueueUserWorkItem(_ => Run(d, state));

        public override void Send(SendOrPostCallback d, object? state) => Run(d, state);

        public override SynchronizationContext CreateCopy() => new ImplicitSenderContext(cell);

        private void Run(SendOrPostCallback d, object? state)
        {
            var (outerCell, outerContext) = (InternalCurrentActorCellKeeper.Current, Current);
            InternalCurrentActorCellKeeper.Current = cell;
            SetSynchronizationContext(this);
            try
            {
                d(state);
            }
            finally
            {
                InternalCurrentActorCellKeeper.Current = outerCell;
                SetSynchronizationContext(outerContext);
            }
        }
    }
}
