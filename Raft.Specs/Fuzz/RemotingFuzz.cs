using System.Buffers.Binary;
using System.Text;
using Raft.Actors;
using Raft.Actors.Node;
using Raft.Actors.Protocol;
using Raft.Actors.Protocol.Serialization;
using Raft.Specs.Protocol;

namespace Raft.Specs.Fuzz;

/// <summary>
/// Bytes on the port of Akka.Remote: from noise to messages that are whole but for their tag or their cluster. Frames
/// are those of the stand-in; to Akka.NET's own transport they are noise.
/// </summary>
internal sealed class RemotingFuzz(FuzzCluster cluster)
{
    private const byte Version = 1, Hello = 1, Message = 2, Heartbeat = 3, Goodbye = 4;
    private static readonly int[] Serializers = [1, 2, 4, 6, 16, 17, RaftSerializer.SerializerId, -1];

    private static readonly ClusterSecret Secret = ClusterSecret.Of(Encoding.UTF8.GetBytes(FuzzCluster.Secret));

    private static readonly string[] Manifests =
    [
        "PE", "RV", "AE", "CC", "CL", "TS", "PP", "K", "ID", "AR", "SS", "SF", "S", "I", "", "System.Object, mscorlib",
    ];

    /// <summary>Sends one connection's worth, and says what came of it.</summary>
    public async Task<FuzzOutcome> Send(FuzzDice dice, CancellationToken stop)
    {
        var (what, bytes) = dice.Random.Next(12) switch
        {
            0 => ("noise", dice.Bytes(dice.Random.Next(1, 3000))),
            1 => ("wrong lengths", Lengths(dice)),
            2 => ("wrong introductions", Introductions(dice)),
            3 => ("noise", dice.Mutate(Introduce(dice, Stranger(dice)))),
            4 => ("wrong frames", Frames(dice)),
            5 => ("a TLS client", [0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3, .. dice.Bytes(500)]),
            _ => ("messages", Messages(dice)),
        };
        var heard = await Wire.Say(cluster.PeerPort(dice), bytes, leaveAtOnce: dice.Chance(0.5), stop);
        return new FuzzOutcome($"remoting, {what}", [heard is null ? "never ended" : "ended"], heard is null);
    }

    /// <summary>A connection that says next to nothing.</summary>
    public async Task<FuzzOutcome> Dribble(FuzzDice dice, CancellationToken stop)
    {
        var heard = await Wire.Dribble(
            cluster.PeerPort(dice), Introduce(dice, Stranger(dice))[..^2], TimeSpan.FromMilliseconds(200), stop);
        return new FuzzOutcome("remoting, slow", [heard is null ? "never ended" : "ended"], heard is null);
    }

    private static byte[] Frame(params byte[] body) => [.. Int32(body.Length), .. body];

    private static byte[] Lengths(FuzzDice dice) =>
    [
        .. Int32(dice.Pick(int.MaxValue, int.MinValue, -1, 0, 1 << 30, 5 << 20, 1025)),
        .. dice.Bytes(dice.Random.Next(0, 2000)),
    ];

    private static byte[] Introductions(FuzzDice dice)
    {
        var origin = Encoding.UTF8.GetBytes(dice.Pick(
            "", "akka.tcp://", "akka.tcp://raft@:0", "akka.tcp://raft@h:99999", "http://a",
            "akka.tcp://raft@127.0.0.1:-1", dice.Text()));
        origin = origin.Length > 900 ? origin[..900] : origin;
        var version = dice.Chance(0.5) ? Version : (byte)dice.Random.Next(256);
        return Frame([Hello, .. "AKKR"u8, version, .. dice.Bytes(4),
            .. Int16(dice.Chance(0.8) ? origin.Length : dice.Random.Next(65536)), .. origin]);
    }

    private static byte[] Introduce(FuzzDice dice, string origin)
    {
        var name = Encoding.UTF8.GetBytes(origin);
        return Frame([Hello, .. "AKKR"u8, Version, .. dice.Bytes(4), .. Int16(name.Length), .. name]);
    }

    // Few claim to be a member: each of them cuts the real one's connection, which without TLS nobody can prevent.
    private string Stranger(FuzzDice dice) => dice.Chance(0.02)
        ? $"akka.tcp://raft@127.0.0.1:{cluster.PeerPort(dice)}"
        : $"akka.tcp://{dice.Pick("raft", "evil")}@127.0.0.1:{dice.Random.Next(1, 1024)}";

    private byte[] Frames(FuzzDice dice)
    {
        var frames = new List<byte>(Introduce(dice, Stranger(dice)));
        for (var more = dice.Random.Next(1, 10); more > 0; more--)
            frames.AddRange(
                Frame([(byte)dice.Random.Next(dice.Chance(0.8) ? 5 : 256), .. dice.Bytes(dice.Random.Next(0, 300))]));
        return [.. frames];
    }

    private byte[] Messages(FuzzDice dice)
    {
        var frames = new List<byte>(Introduce(dice, Stranger(dice)));
        for (var more = dice.Random.Next(1, 20); more > 0; more--)
            frames.AddRange(dice.Chance(0.05) ? Frame(dice.Pick(Heartbeat, Goodbye), 0) : Draw(dice));
        return [.. frames];
    }

    private byte[] Draw(FuzzDice dice)
    {
        var (serializer, manifest, payload) = dice.Random.Next(6) switch
        {
            0 => (dice.Pick<int>(Serializers), dice.Pick<string>(Manifests), dice.Bytes(dice.Random.Next(0, 500))),
            1 => (1, "", Encoding.UTF8.GetBytes(
                "{\"$type\":\"System.IO.FileInfo, System.Private.CoreLib\",\"fileName\":\"/tmp/x\"}")),
            2 => (16, dice.Pick("PP", "K", "ID", "SS"), []),
            3 => Untagged(dice),
            _ => Tagged(dice),
        };
        var path = dice.Chance(0.8)
            ? $"akka.tcp://raft@127.0.0.1:{cluster.PeerPort(dice)}{RemotePeers.LocalPath("kv")}"
            : dice.Pick(
                "", "/", "akka://raft/user", "akka.tcp://raft@127.0.0.1:1/system/remoting-terminator", dice.Text(),
                new string('p', 60_000));
        var sender = dice.Chance(0.5) ? "" : dice.Pick(path, "akka.tcp://evil@127.0.0.1:1/user/a", dice.Text());
        return Frame([Message, .. Int32(serializer), .. Text(path), .. Text(sender), .. Text(manifest), .. payload]);
    }

    private static (int, string, byte[]) Untagged(FuzzDice dice)
    {
        var message = Anything(dice);
        var bytes = RaftCodec.Encode(message);
        return (
            RaftSerializer.SerializerId,
            RaftCodec.ManifestOf(message),
            dice.Chance(0.5) ? dice.Mutate(bytes) : bytes);
    }

    // Who knows the secret can still say nonsense, or speak to another cluster. What a true member could do is nobody's
    // to judge here.
    private static (int, string, byte[]) Tagged(FuzzDice dice)
    {
        object message = dice.Chance(0.5)
            ? new PeerEnvelope(
                $"not-{dice.Random.Next()}", new NodeId("node-1"), 7, new NodeId("node-2"),
                (PeerMessage)Draw<PeerMessage>(dice))
            : new ClientCall(dice.Random.NextInt64(), dice.Pick<IClientRequest>(
                new ReadLog(dice.Random.NextInt64(), dice.Random.Next()),
                new GetStateHash(dice.Random.NextInt64()),
                new ClientRead(
                    dice.Bytes(dice.Random.Next(50)), dice.Pick(ReadConsistency.Linearizable, ReadConsistency.Stale)),
                new ClientCommand(dice.Bytes(dice.Random.Next(50)))
                {
                    Session = dice.Chance(0.5) ? 0 : dice.Random.NextInt64(1L << 40, 1L << 50),
                    Sequence = dice.Random.Next(),
                },
                GetStatus.Instance), dice.Random.Next(-1, 1000));
        var bytes = RaftCodec.Encode(message);
        var manifest = RaftCodec.ManifestOf(message);
        if (message is PeerEnvelope && dice.Chance(0.5))
            bytes = dice.Mutate(bytes);
        return (
            RaftSerializer.SerializerId,
            dice.Chance(0.95) ? manifest : dice.Pick<string>(Manifests),
            Seal.Put(Secret, manifest, bytes));
    }

    private static object Anything(FuzzDice dice) => Draw<object>(dice);

    private static object Draw<T>(FuzzDice dice)
    {
        var types = Samples.Types.Where(type => type.IsAssignableTo(typeof(T))).ToList();
        return new Samples(dice.Random.Next()).Draw(types[dice.Random.Next(types.Count)]);
    }

    private static byte[] Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [.. Int16(bytes.Length), .. bytes];
    }

    private static byte[] Int16(int value) => [(byte)value, (byte)(value >> 8)];

    private static byte[] Int32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
