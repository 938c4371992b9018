using System.Text;
using Raft.Actors.Machines;

namespace Raft.Specs.Machines;

public sealed class KeyValueMachineSpecs
{
    private readonly KeyValueMachine _machine = new();
    private long _index;

    [Fact]
    public void A_value_is_found_with_the_position_of_its_last_write()
    {
        Put("ana", "4");
        Put("ana", "8", term: 3);

        var found = Assert.IsType<KeyValueAnswer.Found>(Get("ana"));

        Assert.Equal("8", Text(found.Item.Value));
        Assert.Equal((2, 3), (found.Item.Index, found.Item.Term));
    }

    [Fact]
    public void A_key_that_was_never_written_is_missing()
    {
        Assert.IsType<KeyValueAnswer.Missing>(Get("ana"));
    }

    [Fact]
    public void Delete_says_whether_there_was_anything()
    {
        Put("d", "8");

        Assert.Equal(new KeyValueAnswer.Deleted(true), Apply(new KeyValueCommand.Delete("d")));
        Assert.Equal(new KeyValueAnswer.Deleted(false), Apply(new KeyValueCommand.Delete("d")));
        Assert.IsType<KeyValueAnswer.Missing>(Get("d"));
    }

    [Fact]
    public void A_conditional_write_stores_only_over_the_expected_write()
    {
        Put("k", "one");

        Assert.Equal(
            new KeyValueAnswer.Mismatch(1), Apply(new KeyValueCommand.CompareAndPut("k", Bytes("no"), IfIndex: 7)));
        Assert.IsType<KeyValueAnswer.Written>(Apply(new KeyValueCommand.CompareAndPut("k", Bytes("two"), IfIndex: 1)));
        Assert.Equal("two", Value("k"));
    }

    [Fact]
    public void A_conditional_write_at_zero_creates_and_never_overwrites()
    {
        var create = new KeyValueCommand.CompareAndPut("k", Bytes("mine"), IfIndex: 0);

        Assert.IsType<KeyValueAnswer.Written>(Apply(create));
        Assert.Equal(new KeyValueAnswer.Mismatch(1), Apply(create));
    }

    [Fact]
    public void A_list_is_ordered_and_holds_the_prefix_only()
    {
        foreach (var key in new[] { "b", "a/2", "a/10", "a", "ab", "a/1" })
            Put(key, key);

        Assert.Equal(["a/1", "a/10", "a/2"], Keys(List("a/")));
        Assert.Equal(["a", "a/1", "a/10", "a/2", "ab", "b"], Keys(List("")));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("", 2)]
    [InlineData("a", 2)]
    [InlineData("a", 100)]
    public void Pages_put_together_are_the_whole_list(string prefix, int limit)
    {
        for (var n = 0; n < 25; n++)
            Put($"{(char)('a' + (n % 3))}-{n:D2}", "x");

        var all = new List<string>();
        KeyValueAnswer.Listed page;
        do
        {
            page = List(prefix, limit, all.LastOrDefault() ?? "");
            Assert.InRange(page.Items.Count, 1, limit);
            all.AddRange(Keys(page));
        }
        while (page.More);

        Assert.Equal(Keys(List(prefix)), all);
    }

    [Fact]
    public void A_page_after_a_key_that_is_not_there_goes_on_at_the_next_one()
    {
        Put("a", "1");
        Put("c", "3");

        Assert.Equal(["c"], Keys(List("", after: "b")));
        Assert.Empty(Keys(List("", after: "c")));
    }

    [Fact]
    public void A_page_ends_before_its_values_fill_memory_but_never_empty()
    {
        var large = new byte[KeyValueMachine.MaxListBytes];
        Apply(new KeyValueCommand.Put("a", large));
        Apply(new KeyValueCommand.Put("b", large));

        var first = List("");

        Assert.Equal(["a"], Keys(first));
        Assert.True(first.More);
    }

    [Fact]
    public void Bytes_that_are_no_command_are_answered_and_change_nothing()
    {
        Put("k", "v");
        var dice = new Random(1);
        for (var n = 0; n < 20_000; n++)
        {
            var garbage = new byte[dice.Next(24)];
            dice.NextBytes(garbage);
            if (garbage.Length > 1 && n % 2 == 0)
                (garbage[0], garbage[1]) = (KeyValueCodec.Version, (byte)dice.Next(40));
            if (KeyValueCodec.DecodeCommand(garbage, out _) is null)
                Assert.IsType<KeyValueAnswer.Unreadable>(
                    KeyValueCodec.DecodeAnswer(_machine.Apply(new(++_index, 1), garbage)));
            KeyValueCodec.DecodeAnswer(_machine.Query(garbage));
        }

        Assert.Equal("v", Value("k"));
    }

    [Fact]
    public void A_command_cut_short_or_too_long_is_unreadable()
    {
        var whole = KeyValueCodec.Encode(new KeyValueCommand.CompareAndPut("key", Bytes("value"), 300));

        for (var length = 0; length < whole.Length; length++)
            Assert.Null(KeyValueCodec.DecodeCommand(whole[..length], out _));
        Assert.Null(KeyValueCodec.DecodeCommand(whole.ToArray().Append((byte)0).ToArray(), out _));
        Assert.NotNull(KeyValueCodec.DecodeCommand(whole, out _));
    }

    [Fact]
    public void A_command_of_a_later_format_is_named_as_such()
    {
        var later = KeyValueCodec.Encode(new KeyValueCommand.Delete("k")).ToArray();
        later[0] = 2;

        var answer = KeyValueCodec.DecodeAnswer(_machine.Apply(new(1, 1), later));

        Assert.Equal("format version 2, and this build reads version 1",
            Assert.IsType<KeyValueAnswer.Unreadable>(answer).Problem);
    }

    [Fact]
    public void A_value_does_not_change_with_the_buffer_that_it_came_in()
    {
        var buffer = KeyValueCodec.Encode(new KeyValueCommand.Put("k", Bytes("before"))).ToArray();
        _machine.Apply(new(1, 1), buffer);
        Array.Fill(buffer, (byte)'x');

        Assert.Equal("before", Value("k"));
    }

    private KeyValueAnswer Apply(KeyValueCommand command, long term = 1) =>
        KeyValueCodec.DecodeAnswer(_machine.Apply(new(++_index, term), KeyValueCodec.Encode(command)));

    private void Put(string key, string value, long term = 1) =>
        Assert.IsType<KeyValueAnswer.Written>(Apply(new KeyValueCommand.Put(key, Bytes(value)), term));

    private KeyValueAnswer Ask(KeyValueQuery query) =>
        KeyValueCodec.DecodeAnswer(_machine.Query(KeyValueCodec.Encode(query)));

    private KeyValueAnswer Get(string key) => Ask(new KeyValueQuery.Get(key));

    private string Value(string key) => Text(Assert.IsType<KeyValueAnswer.Found>(Get(key)).Item.Value);

    private KeyValueAnswer.Listed List(string prefix, int limit = 1000, string after = "") =>
        Assert.IsType<KeyValueAnswer.Listed>(Ask(new KeyValueQuery.List(prefix, limit, after)));

    private static IEnumerable<string> Keys(KeyValueAnswer.Listed page) => page.Items.Select(item => item.Key);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
