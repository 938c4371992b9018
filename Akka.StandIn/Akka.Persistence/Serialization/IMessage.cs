namespace Akka.Persistence.Serialization;

/// <summary>Marks what Akka.NET's persistence serializer carries between processes; here a mark alone.</summary>
public interface IMessage
{
}
