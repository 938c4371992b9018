using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Remote;
using Akka.Serialization;

namespace Raft.Specs.Conformance.Remote;

/// <summary>What a message costs that cannot be written, or not be read.</summary>
public sealed class RemoteSerializationSpecs : IAsyncLifetime
{
    private const string Config = """
        akka.actor {
          serializers.brittle = "Raft.Specs.Conformance.Remote.RemoteSerializationSpecs+BrittleSerializer, Raft.Specs"
          serialization-bindings {
            "Raft.Specs.Conformance.Remote.RemoteSerializationSpecs+Brittle, Raft.Specs" = brittle
          }
        }
        """;

    private readonly Peer _here = Peer.Start("here", Config);
    private readonly Peer _there = Peer.Start("there", Config);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _here.DisposeAsync();
        await _there.DisposeAsync();
    }

    [Theory]
    [InlineData("SerializationException")]
    [InlineData("ArgumentException")]
    public async Task A_message_that_its_serializer_refuses_is_dropped_and_the_association_lives(string refusal)
    {
        var (witness, errors) = (_there.Witness("witness"), await _here.Listen<AssociationErrorEvent>());
        var target = _here.Resolve(_there, "/user/witness");
        target.Tell("before");
        target.Tell(new Brittle(refusal));
        target.Tell("after");
        Assert.Equal(["before", "after"], await witness.Take(2, "for the messages around it"));
        Assert.Empty(errors.SoFar());
    }

    [Fact]
    public async Task A_serializer_that_fails_otherwise_costs_the_association_until_the_gate_opens()
    {
        var (witness, errors) = (_there.Witness("witness"), await _here.Listen<AssociationErrorEvent>());
        var target = _here.Resolve(_there, "/user/witness");
        target.Tell("before");
        Assert.Equal("before", await witness.Next("for the message before"));
        target.Tell(new Brittle("InvalidOperationException"));
        var error = await errors.NextOf<AssociationErrorEvent>("for the failed association");
        Assert.Contains(Waits.Causes(error.Cause), cause => cause is InvalidOperationException);
        await Waits.Until(() =>
        {
            target.Tell("after");
            return Task.FromResult(witness.SoFar().Contains("after"));
        }, "for the first message past the gate");
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_is_dropped_and_the_association_lives()
    {
        var (witness, errors) = (_there.Witness("witness"), await _here.Listen<AssociationErrorEvent>());
        var target = _here.Resolve(_there, "/user/witness");
        target.Tell("before");
        target.Tell(new Brittle("unreadable"));
        target.Tell("after");
        Assert.Equal(["before", "after"], await witness.Take(2, "for the messages around it"));
        Assert.Empty(errors.SoFar());
    }

    public sealed record Brittle(string Failure);

    public sealed class BrittleSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
    {
        public override int Identifier => 7001;

        public override string Manifest(object o) => "B";

        public override byte[] ToBinary(object obj) => ((Brittle)obj).Failure switch
        {
            "SerializationException" => throw new SerializationException("refused"),
            "ArgumentException" => throw new ArgumentException("refused"),
            "InvalidOperationException" => throw new InvalidOperationException("broken"),
            _ => [1],
        };

        public override object FromBinary(byte[] bytes, string manifest) =>
            throw new InvalidOperationException("cannot be read");
    }
}
