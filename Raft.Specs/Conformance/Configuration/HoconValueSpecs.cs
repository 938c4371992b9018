using static Raft.Specs.Conformance.Configuration.Hocon;

namespace Raft.Specs.Conformance.Configuration;

public class HoconValueSpecs
{
    [Theory]
    [InlineData("on", true)]
    [InlineData("true", true)]
    [InlineData("off", false)]
    [InlineData("false", false)]
    [InlineData("\"on\"", true)]
    public void A_switch_is_on_or_off_or_true_or_false(string text, bool expected)
    {
        Assert.Equal(expected, Read($"a = {text}").GetBoolean("a", !expected));
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("True")]
    [InlineData("1")]
    public void No_other_word_is_a_switch(string text)
    {
        Assert.Throws<NotSupportedException>(() => Read($"a = {text}").GetBoolean("a"));
    }

    [Fact]
    public void Numbers_are_read_with_a_dot_whatever_the_culture()
    {
        var config = Read("a = 1.5, b = -7, c = 9000000000");

        Assert.Equal(1.5, config.GetDouble("a"));
        Assert.Equal(1.5f, config.GetFloat("a"));
        Assert.Equal(1.5m, config.GetDecimal("a"));
        Assert.Equal(-7, config.GetInt("b"));
        Assert.Equal(9000000000, config.GetLong("c"));
    }

    [Fact]
    public void A_number_that_is_none_or_too_large_is_an_error_and_not_the_default()
    {
        var config = Read("a = many, b = 9000000000");

        Assert.Throws<FormatException>(() => config.GetInt("a", 1));
        Assert.Throws<OverflowException>(() => config.GetInt("b", 1));
    }

    [Theory]
    [InlineData("250", 250)]
    [InlineData("250ms", 250)]
    [InlineData("250 milliseconds", 250)]
    [InlineData("1.5 s", 1_500)]
    [InlineData("2seconds", 2_000)]
    [InlineData("3 m", 180_000)]
    [InlineData("1 minute", 60_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("1 day", 86_400_000)]
    [InlineData("1e3", 1_000)]
    [InlineData("\"4 s\"", 4_000)]
    public void A_duration_has_a_unit_or_is_in_milliseconds(string text, double milliseconds)
    {
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Read($"a = {text}").GetTimeSpan("a"));
    }

    [Theory]
    [InlineData("300 ns", 3)]
    [InlineData("2 micros", 20)]
    [InlineData("5 microseconds", 50)]
    public void A_duration_may_be_as_short_as_a_tick_of_100_nanoseconds(string text, long ticks)
    {
        Assert.Equal(ticks, Read($"a = {text}").GetTimeSpan("a").Ticks);
    }

    [Theory]
    [InlineData("5 fortnights")]
    [InlineData("5 S")]
    [InlineData("5us")]
    [InlineData("-1 s")]
    [InlineData("-1")]
    public void A_duration_of_an_unknown_unit_or_below_zero_is_an_error(string text)
    {
        Assert.Throws<FormatException>(() => Read($"a = {text}").GetTimeSpan("a"));
    }

    [Fact]
    public void A_duration_may_be_infinite_where_the_reader_allows_it()
    {
        var config = Read("a = infinite, b = Infinite");

        Assert.Equal(Timeout.InfiniteTimeSpan, config.GetTimeSpan("a"));
        Assert.Equal(Timeout.InfiniteTimeSpan, config.GetTimeSpan("b"));
        Assert.Throws<FormatException>(() => config.GetTimeSpan("a", allowInfinite: false));
    }

    [Theory]
    [InlineData("1000", 1_000)]
    [InlineData("7b", 7)]
    [InlineData("7 bytes", 7)]
    [InlineData("1kB", 1_000)]
    [InlineData("1k", 1_024)]
    [InlineData("1 KiB", 1_024)]
    [InlineData("1MB", 1_000_000)]
    [InlineData("1M", 1_048_576)]
    [InlineData("2 megabytes", 2_000_000)]
    [InlineData("2 mebibytes", 2_097_152)]
    [InlineData("3 GB", 3_000_000_000)]
    [InlineData("1g", 1_073_741_824)]
    [InlineData("1TB", 1_000_000_000_000)]
    [InlineData("1Pi", 1_125_899_906_842_624)]
    [InlineData("1EB", 1_000_000_000_000_000_000)]
    public void A_size_counts_in_thousands_by_two_letters_and_in_1024_by_one_or_three(string text, long bytes)
    {
        Assert.Equal(bytes, Read($"a = {text}").GetByteSize("a"));
    }

    [Theory]
    [InlineData("1KB")]
    [InlineData("1mb")]
    [InlineData("1.5M")]
    [InlineData("much")]
    public void A_size_of_an_unknown_unit_or_with_a_fraction_is_an_error(string text)
    {
        Assert.Throws<FormatException>(() => Read($"a = {text}").GetByteSize("a"));
    }

    [Fact]
    public void Lists_are_split_by_commas_or_lines_but_not_by_blanks()
    {
        var config = Read("""
            a = [1, 2,3, ]
            b = [
              one
              two three, "four, five"
            ]
            c = []
            """);

        Assert.Equal([1, 2, 3], config.GetIntList("a"));
        Assert.Equal([1L, 2L, 3L], config.GetLongList("a"));
        Assert.Equal([1.0, 2.0, 3.0], config.GetDoubleList("a"));
        Assert.Equal(["one", "two three", "four, five"], config.GetStringList("b"));
        Assert.Empty(config.GetStringList("c"));
    }

    [Fact]
    public void Lists_on_one_line_are_one_list()
    {
        Assert.Equal([1, 2, 3, 4], Read("a = [1, 2] [3] [4]").GetIntList("a"));
    }

    [Fact]
    public void A_later_list_replaces_an_earlier_one()
    {
        Assert.Equal([3], Read("a = [1, 2]\na = [3]").GetIntList("a"));
    }

    [Fact]
    public void A_list_of_nothing_but_a_blank_has_one_member_without_text()
    {
        Assert.Equal([null], Read("a = [ ]").GetStringList("a"));
    }

    [Fact]
    public void A_list_holds_lists_and_objects()
    {
        var members = Read("a = [[1, 2], { b = 3 }]").GetValue("a").GetArray();

        Assert.Equal([1, 2], members[0].GetIntList());
        Assert.Equal(3, members[1].GetObject().GetKey("b").GetInt());
    }

    [Fact]
    public void Null_is_a_value_that_is_there_and_has_no_text()
    {
        var config = Read("a = null, b = \"null\"");

        Assert.True(config.HasPath("a"));
        Assert.Null(config.GetString("a", "default"));
        Assert.Null(config.GetString("b", "default"));
    }

    [Fact]
    public void An_object_and_a_list_have_no_text()
    {
        var config = Read("a { b = 1 }\nc = [1]");

        Assert.Null(config.GetString("a", "default"));
        Assert.Null(config.GetString("c", "default"));
    }

    [Fact]
    public void What_is_absent_has_the_default_that_the_reader_gives()
    {
        var config = Read("a = 1");

        Assert.Equal("x", config.GetString("b", "x"));
        Assert.Null(config.GetString("b"));
        Assert.True(config.GetBoolean("b", true));
        Assert.Equal(7, config.GetInt("b", 7));
        Assert.Equal(TimeSpan.FromSeconds(7), config.GetTimeSpan("b", TimeSpan.FromSeconds(7)));
        Assert.Equal(TimeSpan.Zero, config.GetTimeSpan("b"));
        Assert.Null(config.GetByteSize("b"));
        Assert.Equal(7, config.GetByteSize("b", 7));
        Assert.Empty(config.GetStringList("b"));
        Assert.Equal(["x"], config.GetStringList("b", ["x"]));
        Assert.Null(config.GetConfig("b"));
        Assert.Null(config.GetValue("b"));
        Assert.False(config.HasPath("a.b"));
    }
}
