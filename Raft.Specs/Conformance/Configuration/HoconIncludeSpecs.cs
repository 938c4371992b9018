using Akka.Configuration;
using Akka.Configuration.Hocon;
using static Raft.Specs.Conformance.Configuration.Hocon;

namespace Raft.Specs.Conformance.Configuration;

public class HoconIncludeSpecs
{
    [Fact]
    public void An_included_text_is_what_the_callback_makes_of_its_name()
    {
        var config = Read("include \"common.conf\"\na { include \"rest.conf\" }",
            ("common.conf", "x = 1"), ("rest.conf", "y = 2"));

        Assert.Equal(1, config.GetInt("x"));
        Assert.Equal(2, config.GetInt("a.y"));
    }

    [Fact]
    public void An_included_text_wins_over_what_stands_before_it_and_loses_to_what_follows()
    {
        var config = Read("x = 1, y = 1\ninclude \"rest.conf\"\ny = 3", ("rest.conf", "x = 2, y = 2"));

        Assert.Equal(2, config.GetInt("x"));
        Assert.Equal(3, config.GetInt("y"));
    }

    [Fact]
    public void Objects_of_both_texts_merge()
    {
        var config = Read("include \"rest.conf\"\na { x = 1 }", ("rest.conf", "a { x = 2, y = 2 }"));

        Assert.Equal(1, config.GetInt("a.x"));
        Assert.Equal(2, config.GetInt("a.y"));
    }

    [Fact]
    public void Substitutions_of_a_text_included_below_a_key_are_found_there()
    {
        var config = Read("a.b { include \"rest.conf\" }\nx = outer", ("rest.conf", "x = inner\ny = ${x}"));

        Assert.Equal("inner", config.GetString("a.b.y"));
    }

    [Fact]
    public void A_text_with_substitutions_cannot_be_included_at_the_root()
    {
        Assert.Throws<FormatException>(() => Read("include \"rest.conf\"", ("rest.conf", "x = 1\ny = ${x}")));
    }

    [Fact]
    public void Without_a_callback_nothing_can_be_included()
    {
        Assert.ThrowsAny<Exception>(() => ConfigurationFactory.ParseString("include \"rest.conf\""));
    }

    [Fact]
    public void A_key_may_start_with_the_word_include()
    {
        Assert.Equal(1, Read("include-all = 1").GetInt("include-all"));
    }

    [Fact]
    public void The_callback_may_hand_over_another_configs_root()
    {
        var other = Read("x = 1").WithFallback(Read("y = 2"));
        var config = ConfigurationFactory.ParseString("a { include \"other\" }", _ => new HoconRoot(other.Root));

        Assert.Equal(1, config.GetInt("a.x"));
        Assert.Equal(2, config.GetInt("a.y"));
    }
}
