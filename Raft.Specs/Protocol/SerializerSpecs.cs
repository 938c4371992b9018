using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using Raft.Actors;
using Raft.Actors.Protocol;
using Raft.Actors.Protocol.Serialization;

namespace Raft.Specs.Protocol;

/// <summary>What Akka makes of the bindings: nothing of Raft's may ever fall to the JSON serializer.</summary>
public sealed class SerializerSpecs : IDisposable
{
    private const int JsonSerializerId = 1;

    private readonly ActorSystem _configured = ActorSystem.Create("configured", RaftSettings.DefaultConfig());
    private readonly ActorSystem _embedding = ActorSystem.Create("embedding", Config.Empty);

    public void Dispose()
    {
        _configured.Dispose();
        _embedding.Dispose();
    }

    [Fact]
    public void The_configuration_binds_every_type_to_our_own_serializer() =>
        Assert.All(Samples.Types, type => Assert.Equal(RaftSerializer.SerializerId, SerializerIn(_configured, type)));

    [Fact]
    public void A_system_that_was_started_without_our_configuration_gets_the_bindings_with_the_extension()
    {
        Assert.All(Samples.Types, type => Assert.Equal(JsonSerializerId, SerializerIn(_embedding, type)));

        RaftGroups.For(_embedding);

        Assert.All(Samples.Types, type => Assert.Equal(RaftSerializer.SerializerId, SerializerIn(_embedding, type)));
    }

    [Fact]
    public void Every_type_comes_back_through_Akka_as_it_went()
    {
        RaftGroups.For(_embedding);
        Assert.All(Samples.Types, type =>
        {
            var message = new Samples(3).Draw(type);
            var serializer = (SerializerWithStringManifest)_configured.Serialization.FindSerializerFor(message);
            var read = _embedding.Serialization.Deserialize(
                serializer.ToBinary(message), serializer.Identifier, serializer.Manifest(message));
            Assert.Equal(Structure.Of(message), Structure.Of(read));
        });
    }

    [Fact]
    public void A_damaged_event_comes_out_of_Akka_as_a_corrupt_record()
    {
        var damaged = RaftCodec.Encode(new TermStarted(7));
        damaged[^1] ^= 1;

        var thrown = Assert.Throws<CorruptRecordException>(
            () => _configured.Serialization.Deserialize(damaged, RaftSerializer.SerializerId, "TS"));

        Assert.Equal("TS", thrown.Manifest);
    }

    private static int SerializerIn(ActorSystem system, Type type) =>
        system.Serialization.FindSerializerForType(type).Identifier;
}
