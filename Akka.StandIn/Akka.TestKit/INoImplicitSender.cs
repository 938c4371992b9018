namespace Akka.TestKit;

/// <summary>Marks a TestKit whose test actor is not the sender of what the spec's thread tells.</summary>
public interface INoImplicitSender
{
}
