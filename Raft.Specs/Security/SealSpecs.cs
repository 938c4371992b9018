using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using Raft.Actors;
using Raft.Actors.Protocol;
using Raft.Actors.Protocol.Serialization;
using Raft.Specs.Protocol;

namespace Raft.Specs.Security;

/// <summary>The tag behind every message of those who share a secret.</summary>
public sealed class SealSpecs : IDisposable
{
    private const string Ours = "raft.secret.text = \"correct horse battery\"";
    private const string Theirs = "raft.secret.text = \"staple correct horse\"";

    private readonly string _folder = Directory.CreateTempSubdirectory("raft-secret-").FullName;
    private readonly List<ActorSystem> _systems = [];

    public static TheoryData<string> Types => [.. Samples.Types.Select(t => t.FullName!)];

    public void Dispose()
    {
        _systems.ForEach(system => system.Dispose());
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void What_travels_arrives_as_it_left_where_the_secret_is_the_same(string type)
    {
        var message = new Samples(5).Draw(RoundTripSpecs.TypeOf(type));
        var (from, to, without) = (Serializer(Ours), Serializer(Ours), Serializer(""));
        var (bytes, manifest) = (from.ToBinary(message), from.Manifest(message));

        Assert.Equal(Structure.Of(message), Structure.Of(to.FromBinary(bytes, manifest)));
        // Who has no secret yet passes over the tag, so that one node after the other can get it.
        Assert.Equal(Structure.Of(message), Structure.Of(without.FromBinary(bytes, manifest)));
        Assert.Equal(RaftCodec.Travels(manifest) ? Seal.Bytes : 0, bytes.Length - without.ToBinary(message).Length);
    }

    [Fact]
    public void A_message_of_which_any_bit_was_changed_is_not_believed()
    {
        var message = new PeerEnvelope("c", new NodeId("n1"), 7, new NodeId("n2"), new RequestVote(4, 9, 3));
        var serializer = Serializer(Ours);
        var good = serializer.ToBinary(message);
        for (var bit = 0; bit < good.Length * 8; bit++)
        {
            var bad = good.ToArray();
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.IsType<Distrusted>(serializer.FromBinary(bad, "PE"));
        }
        for (var length = 0; length < good.Length; length++)
            Assert.IsType<Distrusted>(serializer.FromBinary(good[..length], "PE"));
    }

    [Fact]
    public void A_tag_is_good_for_its_own_kind_of_message_alone()
    {
        var serializer = Serializer(Ours);
        var order = serializer.ToBinary(TakeSnapshot.Instance);
        Assert.Equal(RaftCodec.Encode(TakeSnapshot.Instance), RaftCodec.Encode(GetStatus.Instance));

        Assert.Same(Distrusted.WrongTag, serializer.FromBinary(order, serializer.Manifest(GetStatus.Instance)));
    }

    [Fact]
    public void Another_secret_and_none_are_told_apart()
    {
        var ours = Serializer(Ours);

        Assert.Same(Distrusted.WrongTag, ours.FromBinary(Serializer(Theirs).ToBinary(new TimeoutNow(3)), "TN"));
        Assert.Same(Distrusted.Untagged, ours.FromBinary(Serializer("").ToBinary(new TimeoutNow(3)), "TN"));
    }

    [Fact]
    public void While_the_secret_is_handed_out_no_tag_is_believed_but_a_wrong_one_is_not()
    {
        var lenient = Serializer(Ours + "\nraft.secret.required = off");

        Assert.Equal(new TimeoutNow(3), lenient.FromBinary(Serializer("").ToBinary(new TimeoutNow(3)), "TN"));
        Assert.Same(Distrusted.WrongTag, lenient.FromBinary(Serializer(Theirs).ToBinary(new TimeoutNow(3)), "TN"));
    }

    [Fact]
    public void A_secret_is_changed_by_accepting_both_for_a_while()
    {
        var (old, changed) = (Write("old", "correct horse battery\n"), Write("new", "staple correct horse\r\n"));
        var first = Serializer($"raft.secret {{ file = \"{old}\", also-accept-file = \"{changed}\" }}");
        var second = Serializer($"raft.secret {{ file = \"{changed}\", also-accept-file = \"{old}\" }}");

        foreach (var (from, to) in new[]
        {
            (Serializer(Ours), first), (first, Serializer(Ours)), (first, second), (second, first),
            (second, Serializer(Theirs)),
        })
            Assert.Equal(new TimeoutNow(3), to.FromBinary(from.ToBinary(new TimeoutNow(3)), "TN"));
    }

    [Fact]
    public void Events_on_the_disk_carry_no_tag_so_that_a_secret_can_be_lost_without_them() =>
        Assert.Equal(RaftCodec.Encode(new TermStarted(7)), Serializer(Ours).ToBinary(new TermStarted(7)));

    [Theory]
    [InlineData("raft.secret.text = \"too short\"", "raft.secret.text", "(hidden)", "a secret has 16 bytes or more")]
    [InlineData("raft.secret.file = nowhere", "raft.secret.file", "nowhere", "there is no such file")]
    [InlineData(
        "raft.secret.also-accept-file = nowhere", "raft.secret.also-accept-file", "nowhere", "there is no such file")]
    [InlineData("raft.secret { file = a, text = \"correct horse battery\" }", "raft.secret.text", "(hidden)",
        "there is raft.secret.file as well: which is it?")]
    [InlineData(Ours + "\nraft.secret.required = maybe", "raft.secret.required", "\"maybe\"", "on or off is needed")]
    public void A_secret_that_cannot_be_used_is_refused_and_never_shown(
        string text, string key, string value, string problem)
    {
        var config = ConfigurationFactory.ParseString($"{text}\nraft.node = a\nraft.members.a = \"h:1\"")
            .WithFallback(RaftSettings.DefaultConfig());

        var refused = Assert.Throws<RaftConfigException>(() => RaftSettings.Create(config.GetConfig("raft")));

        Assert.Equal((key, value, problem), (refused.Key, refused.Value, refused.Problem));
    }

    [Fact]
    public void A_secret_shows_itself_to_nobody() =>
        Assert.DoesNotContain(
            "horse", ClusterSecret.Of("correct horse battery"u8).ToString(), StringComparison.Ordinal);

    [Fact]
    public void One_system_has_one_secret()
    {
        var keys = Keyring.Of(Start(Ours));

        keys.Adopt(ClusterSecret.Of("correct horse battery"u8));
        Assert.Throws<RaftConfigException>(() => keys.Adopt(ClusterSecret.Of("staple correct horse"u8)));
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path.Replace('\\', '/');
    }

    private SerializerWithStringManifest Serializer(string config) =>
        (SerializerWithStringManifest)Start(config).Serialization.FindSerializerForType(typeof(RaftEvent));

    private ExtendedActorSystem Start(string config)
    {
        var system = ActorSystem.Create(
            "secrets", ConfigurationFactory.ParseString(config).WithFallback(RaftSettings.DefaultConfig()));
        _systems.Add(system);
        return (ExtendedActorSystem)system;
    }
}
