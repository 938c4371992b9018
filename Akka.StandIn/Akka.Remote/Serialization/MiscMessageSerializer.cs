using System.Runtime.ExceptionServices;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;

namespace Akka.Remote.Serialization;

/// <summary>The core's own messages that may cross the wire.</summary>
public sealed class MiscMessageSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private const string IdentifyManifest = "ID";
    private const string ActorIdentityManifest = "AID";
    private const string ActorRefManifest = "AR";
    private const string PoisonPillManifest = "PP";
    private const string KillManifest = "K";
    private const string SuccessManifest = "SS";
    private const string FailureManifest = "SF";
    private const int DeepestCause = 16;

    public override string Manifest(object o) => o switch
    {
        Identify => IdentifyManifest,
        ActorIdentity => ActorIdentityManifest,
        IActorRef => ActorRefManifest,
        PoisonPill => PoisonPillManifest,
        Kill => KillManifest,
        Status.Success => SuccessManifest,
        Status.Failure => FailureManifest,
        _ => throw new ArgumentException($"Cannot serialize object of type [{o.GetType()}]"),
    };

    public override byte[] ToBinary(object obj) => Payloads.Write(writer =>
    {
        switch (obj)
        {
            case Identify identify:
                writer.Write(system, identify.MessageId);
                break;
            case ActorIdentity identity:
                writer.Write(system, identity.MessageId);
                WriteRef(writer, identity.Subject);
                break;
            case IActorRef reference:
                WriteRef(writer, reference);
                break;
            case Status.Success success:
                writer.Write(system, success.Status);
                break;
            case Status.Failure failure:
                WriteException(writer, failure.Cause, DeepestCause);
                writer.Write(system, failure.State);
                break;
            case PoisonPill or Kill:
                break;
            default:
                throw new ArgumentException($"Cannot serialize object of type [{obj.GetType()}]");
        }
    });

    public override object FromBinary(byte[] bytes, string manifest)
    {
        using var reader = Payloads.Reader(bytes);
        switch (manifest)
        {
            case IdentifyManifest:
                return new Identify(reader.ReadPayload(system));
            case ActorIdentityManifest:
                return new ActorIdentity(reader.ReadPayload(system), ReadRef(reader));
            case ActorRefManifest:
                return ReadRef(reader) ?? ActorRefs.Nobody;
            case PoisonPillManifest:
                return PoisonPill.Instance;
            case KillManifest:
                return Kill.Instance;
            case SuccessManifest:
                return new Status.Success(reader.ReadPayload(system));
            case FailureManifest:
                return new Status.Failure(ReadException(reader)!, reader.ReadPayload(system));
            default:
                throw new SerializationException(
                    $"Unimplemented deserialization of message with manifest [{manifest}] in [{GetType()}]");
        }
    }

    private static void WriteRef(BinaryWriter writer, IActorRef? reference) => writer.Write(
        reference is null or Nobody ? "" : Akka.Serialization.Serialization.SerializedActorPath(reference));

    private IActorRef? ReadRef(BinaryReader reader) =>
        reader.ReadString() is { Length: > 0 } path ? system.Provider.ResolveActorRef(path) : null;

    private static void WriteException(BinaryWriter writer, Exception? exception, int depth)
    {
        writer.Write(exception is not null && depth > 0);
        if (exception is null || depth == 0)
            return;
        writer.Write(TypeNames.Of(exception.GetType()));
        writer.Write(exception.Message);
        writer.Write(exception.StackTrace ?? "");
        WriteException(writer, exception.InnerException, depth - 1);
    }

    private static Exception? ReadException(BinaryReader reader)
    {
        if (!reader.ReadBoolean())
            return null;
        var (typeName, message, trace) = (reader.ReadString(), reader.ReadString(), reader.ReadString());
        var exception = NewException(typeName, message, ReadException(reader));
        return trace.Length > 0 ? ExceptionDispatchInfo.SetRemoteStackTrace(exception, trace) : exception;
    }

    /// <summary>
    /// The sender's exception where its type is known here and can be made from message and cause; else one that
    /// names it. A type that is no exception is never created: the name is a peer's word.
    /// </summary>
    private static Exception NewException(string typeName, string message, Exception? cause)
    {
        var type = Type.GetType(typeName);
        if (type is not null && typeof(Exception).IsAssignableFrom(type) && !type.IsAbstract)
        {
            if (type.GetConstructor([typeof(string), typeof(Exception)]) is { } full)
                return (Exception)full.Invoke([message, cause]);
            if (type.GetConstructor([typeof(string)]) is { } brief)
                return (Exception)brief.Invoke([message]);
        }
        return new UnknownRemoteException($"{typeName}: {message}", cause);
    }
}
