using System.Reflection;
using Akka.Configuration;
using Akka.Configuration.Hocon;
using static Raft.Specs.Conformance.Configuration.Hocon;

namespace Raft.Specs.Conformance.Configuration;

public class ConfigEnumerationSpecs
{
    [Fact]
    public void Keys_are_enumerated_once_each_with_the_value_that_wins()
    {
        var config = Read("a = 1, b = 1").WithFallback(Read("b = 2, c = 2"));
        var items = config.AsEnumerable().ToDictionary(item => item.Key, item => item.Value.GetInt());

        Assert.Equal(new Dictionary<string, int> { ["a"] = 1, ["b"] = 1, ["c"] = 2 }, items);
    }

    [Fact]
    public void Every_key_of_the_tree_can_be_walked_to()
    {
        var config = Read("raft { id = n1, peers { n2 = \"a:1\" } \"odd.key\" = [1] }") + "raft.x.y = 1";
        var leaves = Leaves(config.Root.GetObject(), "").Order();

        Assert.Equal(["raft.id", "raft.odd.key", "raft.peers.n2", "raft.x.y"], leaves);
    }

    [Fact]
    public void A_value_becomes_a_config_of_its_own_by_itself_or_at_a_key()
    {
        var value = Read("a { b = 1 }").GetValue("a");

        Assert.Equal(1, value.ToConfig().GetInt("b"));
        Assert.Equal(1, value.AtKey("c").GetInt("c.b"));
    }

    [Fact]
    public void A_config_prints_its_own_text_or_all_of_it_and_both_can_be_read_again()
    {
        var config = Read("a { b = \"two words\", c = [1, 2] }").WithFallback(Read("a.d = 3"));

        Assert.False(Read(config.ToString()).HasPath("a.d"));
        var again = Read(config.ToString(true));
        Assert.Equal("two words", again.GetString("a.b"));
        Assert.Equal([1, 2], again.GetIntList("a.c"));
        Assert.Equal(3, again.GetInt("a.d"));
    }

    [Fact]
    public void An_objects_properties_become_keys()
    {
        var config = ConfigurationFactory.FromObject(new { a = new { b = 1, c = new[] { "x", "y" } } });

        Assert.Equal(1, config.GetInt("a.b"));
        Assert.Equal(["x", "y"], config.GetStringList("a.c"));
    }

    [Fact]
    public void A_resource_is_found_by_its_assembly_and_a_missing_one_is_an_error()
    {
        const string name = "Akka.Configuration.akka.conf";

        foreach (var config in new[]
        {
            ConfigurationFactory.FromResource<Config>(name),
            ConfigurationFactory.FromResource(name, typeof(Config).Assembly),
            ConfigurationFactory.FromResource(name, typeof(Config)),
            ConfigurationFactory.FromResource(name, Config.Empty),
        })
            Assert.True(config.HasPath("akka.actor.provider"));
        Assert.ThrowsAny<ArgumentException>(() => ConfigurationFactory.FromResource<Config>("none.conf"));
    }

    [Fact]
    public void Without_a_configuration_file_of_the_application_nothing_is_loaded()
    {
        Assert.False(File.Exists(Assembly.GetEntryAssembly()!.Location + ".config"));
        Assert.True(ConfigurationFactory.Load().IsEmpty);
    }

    [Theory]
    [InlineData("akka.loglevel", "INFO")]
    [InlineData("akka.stdout-loglevel", "WARNING")]
    [InlineData("akka.actor.ask-timeout", "infinite")]
    [InlineData("akka.actor.default-dispatcher.throughput", "30")]
    [InlineData("akka.actor.serializers.json", "Akka.Serialization.NewtonSoftJsonSerializer, Akka")]
    [InlineData("akka.scheduler.tick-duration", "10ms")]
    [InlineData("akka.coordinated-shutdown.default-phase-timeout", "5 s")]
    public void The_default_configuration_says(string path, string value)
    {
        Assert.Equal(value, ConfigurationFactory.Default().GetString(path));
    }

    private static IEnumerable<string> Leaves(HoconObject parent, string prefix) => parent.Items.SelectMany(item =>
        item.Value.IsObject() ? Leaves(item.Value.GetObject(), prefix + item.Key + ".") : [prefix + item.Key]);
}
