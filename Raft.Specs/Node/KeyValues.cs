using System.Text;
using Raft.Actors.Machines;
using Raft.Actors.Protocol;

namespace Raft.Specs.Node;

/// <summary>Commands, questions and answers of the key-value machine, as texts.</summary>
internal static class KeyValues
{
    public static ReadOnlyMemory<byte> Put(string key, string value) =>
        KeyValueCodec.Encode(new KeyValueCommand.Put(key, Encoding.UTF8.GetBytes(value)));

    public static ClientCommand Set(string key, string value) => new(Put(key, value));

    public static ClientRead Get(string key, ReadConsistency consistency = ReadConsistency.Linearizable) =>
        new(KeyValueCodec.Encode(new KeyValueQuery.Get(key)), consistency);

    public static string? ValueOf(ReadAnswer.Value answer) => KeyValueCodec.DecodeAnswer(answer.Result) switch
    {
        KeyValueAnswer.Found found => Encoding.UTF8.GetString(found.Item.Value.Span),
        _ => null,
    };

    public static IReadOnlyDictionary<string, string> ContentOf(IStateMachine machine)
    {
        var page = KeyValueCodec.DecodeAnswer(
            machine.Query(KeyValueCodec.Encode(new KeyValueQuery.List("", 1000, ""))));
        return Assert.IsType<KeyValueAnswer.Listed>(page).Items
            .ToDictionary(i => i.Key, i => Encoding.UTF8.GetString(i.Value.Span), StringComparer.Ordinal);
    }
}
