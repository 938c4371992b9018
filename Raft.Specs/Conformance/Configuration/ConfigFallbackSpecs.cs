using Akka.Configuration;
using static Raft.Specs.Conformance.Configuration.Hocon;

namespace Raft.Specs.Conformance.Configuration;

public class ConfigFallbackSpecs
{
    [Fact]
    public void A_fallback_gives_the_values_that_are_missing_at_any_depth()
    {
        var config = Read("a { b { c = 1 } }").WithFallback(Read("a { b { c = 2, d = 2 } e = 2 }"));

        Assert.Equal(1, config.GetInt("a.b.c"));
        Assert.Equal(2, config.GetInt("a.b.d"));
        Assert.Equal(2, config.GetInt("a.e"));
    }

    [Fact]
    public void The_first_of_several_fallbacks_that_has_a_value_gives_it()
    {
        var (first, second, third) = (Read("a = 1"), Read("a = 2, b = 2"), Read("a = 3, b = 3, c = 3"));

        foreach (var config in new[]
        {
            first.WithFallback(second).WithFallback(third),
            first.WithFallback(second.WithFallback(third)),
        })
            Assert.Equal([1, 2, 3], new[] { "a", "b", "c" }.Select(path => config.GetInt(path)));
    }

    [Fact]
    public void Neither_side_changes_when_they_are_combined()
    {
        var (over, under) = (Read("a { b = 1 }"), Read("a { c = 2 }"));
        over.WithFallback(under);

        Assert.Equal(["b"], over.GetConfig("a").Keys());
        Assert.Equal(["c"], under.GetConfig("a").Keys());
    }

    [Fact]
    public void A_text_over_an_object_and_an_object_over_a_text_hide_what_is_below()
    {
        var (text, whole) = (Read("a = 1"), Read("a { b = 2 }"));

        Assert.Equal(1, text.WithFallback(whole).GetInt("a"));
        Assert.False(text.WithFallback(whole).HasPath("a.b"));
        Assert.Equal(2, whole.WithFallback(text).GetInt("a.b"));
    }

    [Fact]
    public void A_null_hides_the_fallbacks_value()
    {
        var config = Read("a = null").WithFallback(Read("a = 1"));

        Assert.Null(config.GetString("a", "default"));
    }

    [Fact]
    public void Lists_do_not_merge()
    {
        Assert.Equal([1], Read("a = [1]").WithFallback(Read("a = [2, 3]")).GetIntList("a"));
    }

    [Fact]
    public void A_part_of_a_config_has_its_part_of_the_fallbacks()
    {
        var config = Read("a.b.c = 1").WithFallback(Read("a.b { c = 2, d = 2 }")).WithFallback(Read("a.b.e = 3"));
        var part = config.GetConfig("a.b");

        Assert.Equal([1, 2, 3], new[] { "c", "d", "e" }.Select(path => part.GetInt(path)));
        Assert.Equal(3, config.GetConfig("a").GetInt("b.e"));
    }

    [Fact]
    public void Two_configs_are_one_by_a_plus_sign_with_the_left_one_over_the_right_one()
    {
        Assert.Equal(1, (Read("a = 1") + "a = 2").GetInt("a"));
        Assert.Equal(1, ("a = 1" + Read("a = 2")).GetInt("a"));
    }

    [Fact]
    public void A_string_is_read_where_a_config_is_asked_for()
    {
        Config config = "a = 1";

        Assert.Equal(1, config.GetInt("a"));
    }

    [Fact]
    public void An_empty_config_gives_way_to_its_fallback()
    {
        var under = Read("a = 1");

        Assert.Same(under, Config.Empty.WithFallback(under));
        Assert.Same(under, Read("# nothing").WithFallback(under));
    }

    [Fact]
    public void A_fallback_that_adds_nothing_is_left_out()
    {
        var config = Read("a = 1, b { c = [1, 2] }");

        Assert.Same(config, config.WithFallback(null));
        Assert.Same(config, config.WithFallback(Config.Empty));
        Assert.Same(config, config.WithFallback(Read("b { c = [1, 2] }")));
        Assert.NotSame(config, config.WithFallback(Read("b { c = [1, 3] }")));
    }

    [Fact]
    public void A_config_cannot_be_its_own_fallback()
    {
        var config = Read("a = 1");

        Assert.Throws<ArgumentException>(() => config.WithFallback(config));
        Assert.Same(config, config.SafeWithFallback(config));
        Assert.Same(config, ((Config)null!).SafeWithFallback(config));
    }

    [Fact]
    public void Empty_means_without_a_single_key()
    {
        Assert.True(Config.Empty.IsEmpty);
        Assert.True(new Config().IsEmpty);
        Assert.True(Read("# nothing").IsNullOrEmpty());
        Assert.True(((Config)null!).IsNullOrEmpty());
        Assert.False(Read("a {}").IsEmpty);
    }

    [Fact]
    public void A_config_without_a_root_cannot_be_asked()
    {
        Assert.Throws<InvalidOperationException>(() => new Config().GetString("a"));
    }
}
