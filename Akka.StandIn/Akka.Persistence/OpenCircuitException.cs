using Akka.Actor;

namespace Akka.Pattern;

/// <summary>What a call to a journal or snapshot store fails with while its circuit breaker is open.</summary>
public class OpenCircuitException(string message) : AkkaException(message);
