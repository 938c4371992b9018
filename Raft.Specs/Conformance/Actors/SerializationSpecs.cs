using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Serialization;

namespace Raft.Specs.Conformance.Actors;

public interface IMarked;

public sealed record Marked(string Text) : IMarked;

public sealed record Exact(string Text);

public sealed record Plain(string Text, int Number);

public sealed class MarkedSerializer : SerializerWithStringManifest
{
    public MarkedSerializer(ExtendedActorSystem system) : base(system)
    {
    }

    public override int Identifier => 4711;

    public override string Manifest(object o) => o is Marked ? "M" : "E";

    public override byte[] ToBinary(object obj) =>
        Encoding.UTF8.GetBytes(obj is Marked marked ? marked.Text : ((Exact)obj).Text);

    public override object FromBinary(byte[] bytes, string manifest)
    {
        var text = Encoding.UTF8.GetString(bytes);
        return manifest == "M" ? new Marked(text) : new Exact(text);
    }
}

public sealed class ConfiguredIdSerializer : Serializer
{
    public ConfiguredIdSerializer(ExtendedActorSystem system) : base(system)
    {
    }

    public override bool IncludeManifest => true;

    public override byte[] ToBinary(object obj) => [1];

    public override object FromBinary(byte[] bytes, Type type) => type;
}

public class SerializationSpecs : ActorSpecs
{
    private static string Name<T>() => $"\"{typeof(T).FullName}, {typeof(T).Assembly.GetName().Name}\"";

    public SerializationSpecs() : base(
        "akka.actor {\n" +
        $"serializers {{ marked = {Name<MarkedSerializer>()}, configured = {Name<ConfiguredIdSerializer>()} }}\n" +
        $"serialization-bindings {{ {Name<IMarked>()} = marked, {Name<Exact>()} = marked }}\n" +
        $"serialization-identifiers {{ {Name<ConfiguredIdSerializer>()} = 4712 }} }}")
    {
    }

    private object RoundTrip(object message)
    {
        var serializer = Sys.Serialization.FindSerializerFor(message);
        var manifest = Akka.Serialization.Serialization.ManifestFor(serializer, message);
        return Sys.Serialization.Deserialize(Sys.Serialization.Serialize(message), serializer.Identifier, manifest);
    }

    [Fact]
    public void A_binding_counts_for_the_class_and_for_whatever_implements_it()
    {
        Assert.IsType<MarkedSerializer>(Sys.Serialization.FindSerializerForType(typeof(Exact)));
        Assert.IsType<MarkedSerializer>(Sys.Serialization.FindSerializerFor(new Marked("x")));
    }

    [Fact]
    public void A_message_comes_back_through_its_serializer_and_manifest()
    {
        Assert.Equal(new Marked("hello"), RoundTrip(new Marked("hello")));
        Assert.Equal(new Exact("hello"), RoundTrip(new Exact("hello")));
    }

    [Fact]
    public void What_nobody_has_bound_is_json_with_the_id_one()
    {
        Assert.Equal(1, Sys.Serialization.FindSerializerFor(new Plain("x", 1)).Identifier);
        Assert.Equal(new Plain("x", 1), RoundTrip(new Plain("x", 1)));
    }

    [Fact]
    public void Bytes_are_bytes_with_the_id_four_and_null_is_nothing_with_the_id_zero()
    {
        Assert.Equal(4, Sys.Serialization.FindSerializerFor(new byte[] { 1, 2 }).Identifier);
        Assert.Equal([1, 2], (byte[])RoundTrip(new byte[] { 1, 2 }));
        Assert.Equal(0, Sys.Serialization.FindSerializerFor(null).Identifier);
    }

    [Fact]
    public void A_serializers_id_may_stand_in_the_configuration()
    {
        var serializer = new ConfiguredIdSerializer((ExtendedActorSystem)Sys);

        Assert.Equal(4712, serializer.Identifier);
    }

    [Fact]
    public void A_manifest_that_is_a_class_name_becomes_the_class_again()
    {
        Sys.Serialization.AddSerializationMap(
            typeof(Plain), new ConfiguredIdSerializer((ExtendedActorSystem)Sys));

        Assert.Equal(typeof(Plain), RoundTrip(new Plain("x", 1)));
    }

    [Fact]
    public void Bytes_of_an_unknown_serializer_are_refused() =>
        Assert.Throws<SerializationException>(() => Sys.Serialization.Deserialize([1], 99_999, "M"));

    [Fact]
    public void A_reference_is_written_with_its_incarnation_and_found_by_it()
    {
        var actor = Spawn((_, _) => { }, "written");
        var path = Akka.Serialization.Serialization.SerializedActorPath(actor);

        Assert.Equal(actor.Path.ToSerializationFormat(), path);
        Assert.Equal(actor, ((ExtendedActorSystem)Sys).Provider.ResolveActorRef(path));
        Assert.Equal("", Akka.Serialization.Serialization.SerializedActorPath(ActorRefs.NoSender));
    }

    [Fact]
    public void While_a_transport_writes_its_address_is_known()
    {
        var information = Akka.Serialization.Serialization.WithTransport(
            (ExtendedActorSystem)Sys, Akka.Serialization.Serialization.GetCurrentTransportInformation);

        Assert.Equal(new Address("akka", "conformance"), information.Address);
        Assert.Same(Sys, information.System);
    }
}

public class SerializeMessagesSpecs : ActorSpecs
{
    private sealed record Untouched(object Inside) : INoSerializationVerificationNeeded;

    public SerializeMessagesSpecs() : base("akka.actor.serialize-messages = on")
    {
    }

    [Fact]
    public async Task Every_message_goes_through_its_serializer_unless_it_is_marked()
    {
        var probe = NewProbe();
        var (plain, marked) = (new Plain("x", 1), new Untouched(new object()));
        probe.Ref.Tell(plain);
        probe.Ref.Tell(marked);

        var copy = await probe.Expect<Plain>();
        Assert.Equal(plain, copy);
        Assert.NotSame(plain, copy);
        Assert.Same(marked, await probe.Expect<Untouched>());
    }
}
