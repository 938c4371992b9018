using Google.Protobuf;
using Google.Protobuf.Reflection;
using Raft.Actors.Protocol;
using Raft.Actors.Protocol.Serialization;
using Raft.Wire;

namespace Raft.Specs.Protocol;

/// <summary>
/// raft.proto and RaftCodec are two tellings of one format: here Google's implementation reads ours and writes it
/// again.
/// </summary>
public class SchemaSpecs
{
    private const int RecordHeaderBytes = 5;

    public static TheoryData<string> Types => [.. Samples.Types.Select(t => t.FullName!)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_byte_that_is_written_is_in_the_schema(string type)
    {
        var schema = SchemaOf(RoundTripSpecs.TypeOf(type));
        for (var seed = 0; seed < 100; seed++)
        {
            var message = new Samples(seed).Draw(RoundTripSpecs.TypeOf(type));
            var written = Body(message);
            var theirs = schema.Parser.WithDiscardUnknownFields(true).ParseFrom(written).ToByteArray();
            Assert.Equal(Convert.ToHexString(written), Convert.ToHexString(theirs));
        }
    }

    [Fact]
    public void The_schema_has_the_same_names_for_kinds_of_entries()
    {
        Assert.Equal(
            Enum.GetValues<Actors.Protocol.EntryKind>().Select(k => ((int)k, k.ToString())),
            Enum.GetValues<Wire.EntryKind>().Select(k => ((int)k, k.ToString())));
    }

    private static MessageDescriptor SchemaOf(Type type) => type.DeclaringType == typeof(CommandAnswer)
        || type.DeclaringType == typeof(ReadAnswer)
        ? RaftReflection.Descriptor.FindTypeByName<MessageDescriptor>(
            type == typeof(CommandAnswer.Committed) ? "CommandCommitted"
            : type == typeof(ReadAnswer.Value) ? "ReadValue"
            : "Reason")
        : RaftReflection.Descriptor.FindTypeByName<MessageDescriptor>(type.Name);

    private static byte[] Body(object message)
    {
        var isRecord = message is RaftEvent;
        return RaftCodec.Encode(message)[(isRecord ? RecordHeaderBytes : 0)..];
    }
}
