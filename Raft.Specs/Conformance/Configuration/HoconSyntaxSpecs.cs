using static Raft.Specs.Conformance.Configuration.Hocon;

namespace Raft.Specs.Conformance.Configuration;

public class HoconSyntaxSpecs
{
    [Fact]
    public void An_equals_sign_a_colon_and_a_bare_brace_all_give_a_key_its_value()
    {
        var config = Read("""
            a = 1
            b : 2
            c { d = 3 }
            e = { f : 4 }
            """);

        Assert.Equal([1, 2, 3, 4], new[] { "a", "b", "c.d", "e.f" }.Select(path => config.GetInt(path)));
    }

    [Fact]
    public void Braces_around_the_whole_text_change_nothing()
    {
        var config = Read("""{ "a" : 1, "b" : { "c" : [2, 3] } }""");

        Assert.Equal(1, config.GetInt("a"));
        Assert.Equal([2, 3], config.GetIntList("b.c"));
    }

    [Fact]
    public void Comments_start_with_a_hash_or_two_slashes_and_last_to_the_end_of_the_line()
    {
        var config = Read("""
            # a = 0
            a = 1 # one
            // a = 0
            b = two // and not three
            c = "# // within quotes"
            """);

        Assert.Equal(["a", "b", "c"], config.Keys());
        Assert.Equal(1, config.GetInt("a"));
        Assert.Equal("two", config.GetString("b"));
        Assert.Equal("# // within quotes", config.GetString("c"));
    }

    [Fact]
    public void A_comma_may_end_a_value()
    {
        var config = Read("a = 1, b = { c = 2 }, d = [3, 4], e = 5,");

        Assert.Equal(1, config.GetInt("a"));
        Assert.Equal(2, config.GetInt("b.c"));
        Assert.Equal([3, 4], config.GetIntList("d"));
        Assert.Equal(5, config.GetInt("e"));
    }

    [Fact]
    public void A_comma_may_not_follow_an_object_that_has_no_equals_sign()
    {
        Assert.Throws<FormatException>(() => Read("a { b = 1 }, c = 2"));
    }

    [Fact]
    public void Dots_in_a_key_are_levels_of_objects()
    {
        var config = Read("a.b.c = 1\na { b.d = 2 }");

        Assert.Equal(["c", "d"], config.GetConfig("a.b").Keys());
    }

    [Fact]
    public void Dots_in_a_quoted_key_are_part_of_the_key()
    {
        var config = Read("""a { "b.c".d = 1, "/user/*" { e = 2 } }""");

        Assert.Equal(1, config.GetInt("a.\"b.c\".d"));
        Assert.Equal(2, config.GetInt("a./user/*.e"));
        Assert.False(config.HasPath("a.b.c.d"));
        Assert.Equal(["b.c", "/user/*"], config.GetConfig("a").Keys());
    }

    [Fact]
    public void An_unquoted_key_may_hold_blanks_slashes_and_dashes()
    {
        var config = Read("a b/c-d = 1");

        Assert.Equal(1, config.GetInt("a b/c-d"));
    }

    [Fact]
    public void Objects_under_one_key_merge_and_the_later_value_of_a_key_wins()
    {
        var config = Read("""
            a { b = 1, c = 1 }
            a = { c = 2, d = 2 }
            a.e = 3
            """);

        Assert.Equal([1, 2, 2, 3], new[] { "a.b", "a.c", "a.d", "a.e" }.Select(path => config.GetInt(path)));
    }

    [Fact]
    public void A_text_replaces_an_object_and_an_object_replaces_a_text()
    {
        var config = Read("a { b = 1 }\na = text\nc = text\nc { d = 1 }");

        Assert.Equal("text", config.GetString("a"));
        Assert.False(config.HasPath("a.b"));
        Assert.Equal(1, config.GetInt("c.d"));
    }

    [Fact]
    public void A_value_goes_to_the_end_of_its_line_and_loses_the_blanks_around_it()
    {
        var config = Read("a =   one  two \t three   \nb = 1");

        Assert.Equal("one  two \t three", config.GetString("a"));
        Assert.Equal(1, config.GetInt("b"));
    }

    [Fact]
    public void Quoted_and_unquoted_texts_on_one_line_are_one_text()
    {
        var config = Read("""a = one" two "three """);

        Assert.Equal("one two three", config.GetString("a"));
    }

    [Fact]
    public void Blanks_at_the_ends_are_trimmed_within_quotes_too()
    {
        Assert.Equal("a", Read("""a = "  a  " """).GetString("a"));
    }

    [Fact]
    public void A_quoted_text_knows_the_escapes_of_JSON()
    {
        var config = Read("""a = "1\"2\\3\/4\n5\t6\u00e4" """);

        Assert.Equal("1\"2\\3/4\n5\t6ä", config.GetString("a"));
    }

    [Fact]
    public void A_text_in_three_quotes_is_taken_as_it_stands_over_several_lines()
    {
        var config = Read("a = \"\"\"C:\\new \"folder\"\nsecond # line\"\"\"\nb = 1");

        Assert.Equal("C:\\new \"folder\"\nsecond # line", config.GetString("a"));
        Assert.Equal(1, config.GetInt("b"));
    }

    [Fact]
    public void The_value_may_start_on_a_later_line_than_its_key()
    {
        var config = Read("a =\n\n  # why\n  1\nb = 2");

        Assert.Equal(1, config.GetInt("a"));
        Assert.Equal(2, config.GetInt("b"));
    }

    [Fact]
    public void Plus_equals_does_not_append_but_names_a_key_that_ends_in_a_plus()
    {
        var config = Read("a = [1]\na += 2");

        Assert.Equal([1], config.GetIntList("a"));
        Assert.Equal(["a", "a +"], config.Keys());
    }

    [Fact]
    public void A_brace_too_many_ends_the_text()
    {
        var config = Read("a { b = 1 } }\nc = 2");

        Assert.Equal(["a"], config.Keys());
    }

    [Fact]
    public void Braces_and_quotes_that_are_not_closed_are_closed_by_the_end_of_the_text()
    {
        var config = Read("a { b { c = \"text");

        Assert.Equal("text", config.GetString("a.b.c"));
    }

    [Theory]
    [InlineData("a = akka.tcp://raft@127.0.0.1:4053")]
    [InlineData("a = [akka.tcp://raft@127.0.0.1:4053]")]
    [InlineData("a = b=c")]
    public void An_unquoted_text_may_not_hold_a_colon_or_an_equals_sign(string text)
    {
        Assert.Throws<Akka.Configuration.ConfigurationException>(() => Read(text));
    }

    [Theory]
    [InlineData("a = ")]
    [InlineData("a = b # comment\n")]
    [InlineData("a {}")]
    public void These_are_complete(string text)
    {
        Assert.Equal(["a"], Read(text).Keys());
    }

    [Theory]
    [InlineData("a =")]
    [InlineData("a = 1 #")]
    [InlineData("a = `b`")]
    [InlineData("a = 1\n@b = 2")]
    [InlineData("a = \"\\x\"")]
    public void These_are_errors_of_format(string text)
    {
        Assert.Throws<FormatException>(() => Read(text));
    }

    [Fact]
    public void An_error_of_format_tells_the_position_and_shows_the_line()
    {
        var error = Assert.Throws<FormatException>(() => Read("a = 1\nbad ? key = 2\nc = 3"));

        Assert.Contains("position 10", error.Message);
        Assert.Contains("bad ? key = 2", error.Message);
        Assert.DoesNotContain("c = 3", error.Message);
    }
}
