using System.Text;
using Akka.Actor;
using Akka.Configuration;

namespace Raft.Specs.Conformance;

/// <summary>
/// The serializer of last resort. What it writes may lie in a journal for years, so its form is part of it.
/// </summary>
public sealed class JsonSpecs : IDisposable
{
    private readonly ActorSystem _system =
        ActorSystem.Create("json-specs", ConfigurationFactory.ParseString("akka.loglevel = OFF"));

    public void Dispose() => _system.Terminate().Wait(TimeSpan.FromSeconds(20));

    [Theory]
    [InlineData("text", "\"text\"")]
    [InlineData(5, """{"$":"I5"}""")]
    [InlineData(2.5f, """{"$":"F2.5"}""")]
    [InlineData(5L, "5")]
    [InlineData(true, "true")]
    public void A_plain_value_is_written_so_that_its_type_comes_back(object value, string json)
    {
        var serializer = _system.Serialization.FindSerializerFor(value);

        var bytes = serializer.ToBinary(value);

        Assert.Equal(1, serializer.Identifier);
        Assert.Equal(json, Encoding.UTF8.GetString(bytes));
        Assert.Equal(value, _system.Serialization.Deserialize(bytes, 1, ""));
    }

    [Fact]
    public void A_record_names_its_type_and_keeps_the_kinds_of_its_numbers()
    {
        var order = new Order("tea", 3, 4L, 1.25m, 7);

        var json = Encoding.UTF8.GetString(_system.Serialization.FindSerializerFor(order).ToBinary(order));

        Assert.StartsWith("""{"$id":"1","$type":"Raft.Specs.Conformance.JsonSpecs+Order, Raft.Specs",""", json);
        Assert.Contains("""
            "Pieces":{"$":"I3"},"Number":4,"Price":{"$":"M1.25"},"Any":{"$":"I7"}
            """, json);
        Assert.Equal(order, _system.Serialization.Deserialize(Encoding.UTF8.GetBytes(json), 1, ""));
    }

    [Fact]
    public void References_paths_and_addresses_are_found_again_whatever_the_declared_type()
    {
        var actor = _system.ActorOf(Props.Create(() => new Silent()), "someone");
        var card = new Card(actor, actor, actor.Path, new Address("akka.tcp", "there", "host", 25520));

        var bytes = _system.Serialization.FindSerializerFor(card).ToBinary(card);

        Assert.Contains("\"$type\":\"Akka.Actor.ActorRefBase+Surrogate, Akka\"", Encoding.UTF8.GetString(bytes));
        Assert.Equal(card, _system.Serialization.Deserialize(bytes, 1, ""));
    }

    private sealed record Order(string Name, int Pieces, long Number, decimal Price, object Any);

    private sealed record Card(IActorRef Reference, object Same, ActorPath Path, Address Address);

    private sealed class Silent : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }
}
