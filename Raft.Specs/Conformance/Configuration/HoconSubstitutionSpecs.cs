using static Raft.Specs.Conformance.Configuration.Hocon;

namespace Raft.Specs.Conformance.Configuration;

public class HoconSubstitutionSpecs
{
    [Fact]
    public void A_substitution_stands_for_the_value_at_its_full_path_before_or_after_it()
    {
        var config = Read("""
            a { host = ${b.host}, list = ${b.list}, node = ${b} }
            b { host = here, list = [1, 2] }
            """);

        Assert.Equal("here", config.GetString("a.host"));
        Assert.Equal([1, 2], config.GetIntList("a.list"));
        Assert.Equal("here", config.GetString("a.node.host"));
    }

    [Fact]
    public void A_substitution_joins_the_text_or_the_list_around_it()
    {
        var config = Read("""
            name = raft
            path = "/var/lib/"${name}/log
            few = [1, 2]
            more = [0] ${few} [3]
            """);

        Assert.Equal("/var/lib/raft/log", config.GetString("path"));
        Assert.Equal([0, 1, 2, 3], config.GetIntList("more"));
    }

    [Fact]
    public void A_substitution_within_quotes_is_plain_text()
    {
        Assert.Equal("${name}", Read("name = raft\na = \"${name}\"").GetString("a"));
    }

    [Fact]
    public void A_substitution_gives_the_last_value_of_its_path()
    {
        Assert.Equal("new", Read("a = old\nb = ${a}\na = new").GetString("b"));
    }

    [Fact]
    public void A_substitution_follows_another()
    {
        Assert.Equal(5, Read("a = ${b}\nb = ${c.d}\nc.d = 5").GetInt("a"));
    }

    [Fact]
    public void A_substitution_of_what_is_not_in_its_own_text_is_an_error()
    {
        var error = Assert.Throws<FormatException>(() => Read("a = ${b.c}"));

        Assert.Contains("b.c", error.Message);
    }

    [Fact]
    public void A_substitution_finds_nothing_in_a_fallback()
    {
        Assert.Throws<FormatException>(() => Read("a = ${b}").WithFallback(Read("b = 1")));
    }

    [Fact]
    public void A_substitution_keeps_its_own_texts_value_when_another_text_lies_over_it()
    {
        var config = Read("b = over").WithFallback(Read("a = ${b}\nb = under"));

        Assert.Equal("over", config.GetString("b"));
        Assert.Equal("under", config.GetString("a"));
    }

    [Fact]
    public void Variables_of_the_environment_are_not_substituted()
    {
        Assert.Throws<FormatException>(() => Read("a = ${PATH}"));
    }

    [Fact]
    public void Braces_after_a_substitution_replace_it_and_do_not_extend_it()
    {
        var config = Read("base { a = 1 }\nb = ${base} { c = 2 }");

        Assert.Equal(["c"], config.GetConfig("b").Keys());
    }
}
