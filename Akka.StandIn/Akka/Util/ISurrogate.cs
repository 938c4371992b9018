using Akka.Actor;

namespace Akka.Util;

/// <summary>Something that cannot be written as data itself, and so is written as a surrogate that can.</summary>
public interface ISurrogated
{
    ISurrogate ToSurrogate(ActorSystem system);
}

public interface ISurrogate
{
    ISurrogated FromSurrogate(ActorSystem system);
}
