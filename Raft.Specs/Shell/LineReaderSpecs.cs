using Raft.Host.Shell;

namespace Raft.Specs.Shell;

/// <summary>The prompt's line, key by key.</summary>
public sealed class LineReaderSpecs : IDisposable
{
    private readonly Queue<ConsoleKeyInfo> _keys = new();
    private readonly StringWriter _screen = new();
    private readonly LineReader _reader;

    public LineReaderSpecs() => _reader = new LineReader("> ", _keys.Dequeue, _screen, () => 20, Complete);

    public void Dispose() => _screen.Dispose();

    [Fact]
    public async Task What_is_typed_is_read()
    {
        Assert.Equal("get ana", await Read("get ana", Enter));
        Assert.Equal("\r> \u001b[K\r\u001b[2C", _screen.ToString()[..11]);
    }

    [Fact]
    public async Task Keys_move_and_remove()
    {
        Assert.Equal("set d 8", await Read("set 8", Left, "d ", Enter));
        Assert.Equal("xab", await Read("ab", Home, "x", Enter));
        Assert.Equal("ab!", await Read("ab", Home, End, "!", Enter));
        Assert.Equal("ac", await Read("abc", Left, Backspace, Enter));
        Assert.Equal("ac", await Read("abc", Left, Left, Delete, Enter));
        Assert.Equal("get ", await Read("get ana", Control(ConsoleKey.W), Enter));
        Assert.Equal("", await Read("get ana", Control(ConsoleKey.U), Enter));
        Assert.Equal("a", await Read("abc", Left, Left, Control(ConsoleKey.K), Enter));
        Assert.Equal("one 2 two", await Read("one two", Control(ConsoleKey.LeftArrow), "2 ", Enter));
    }

    [Fact]
    public async Task A_character_of_two_parts_is_one()
    {
        Assert.Equal("ab", await Read("a\U0001F600", Backspace, "b", Enter));
        Assert.Equal("x\U0001F600", await Read("\U0001F600", Left, "x", Enter));
    }

    [Fact]
    public async Task Up_and_down_go_through_what_was_typed_and_back_to_what_is_being_typed()
    {
        await Read("one", Enter);
        await Read("two", Enter);
        await Read("two", Enter);

        Assert.Equal("two", await Read(Up, Enter));
        Assert.Equal("one", await Read(Up, Up, Up, Enter));
        Assert.Equal("draft", await Read("draft", Up, Up, Down, Down, Down, Enter));
    }

    [Fact]
    public async Task Tab_completes_as_far_as_it_is_clear_and_a_second_one_shows_the_choice()
    {
        Assert.Equal("get ", await Read("g", Tab, Enter));
        Assert.Equal("s", await Read("s", Tab, Enter));
        Assert.DoesNotContain("set  show", _screen.ToString(), StringComparison.Ordinal);
        Assert.Equal("sho", await Read("s", Tab, Tab, "ho", Enter));
        Assert.Contains("set  show", _screen.ToString(), StringComparison.Ordinal);
        Assert.Equal("x", await Read("x", Tab, Enter));
    }

    [Fact]
    public async Task Control_C_gives_a_line_up_and_leaves_on_an_empty_one_as_does_Control_D()
    {
        Assert.Equal("b", await Read("a", Control(ConsoleKey.C), "b", Enter));
        Assert.Null(await Read(Control(ConsoleKey.C)));
        Assert.Null(await Read(Control(ConsoleKey.D)));
        Assert.Equal("a", await Read("ab", Left, Control(ConsoleKey.D), Enter));
    }

    [Fact]
    public async Task A_line_longer_than_the_screen_moves_sideways()
    {
        await Read("0123456789abcdefghij", Enter);

        Assert.Contains("\r> 3456789abcdefghij\u001b[K", _screen.ToString(), StringComparison.Ordinal);
        Assert.All(
            _screen.ToString().Split('\r').Where(part => part.Contains("\u001b[K", StringComparison.Ordinal)),
            part => Assert.InRange(part.IndexOf('\u001b', StringComparison.Ordinal), 0, 19));
    }

    private static ConsoleKeyInfo Enter => new('\r', ConsoleKey.Enter, false, false, false);

    private static ConsoleKeyInfo Left => Plain(ConsoleKey.LeftArrow);

    private static ConsoleKeyInfo Home => Plain(ConsoleKey.Home);

    private static ConsoleKeyInfo End => Plain(ConsoleKey.End);

    private static ConsoleKeyInfo Up => Plain(ConsoleKey.UpArrow);

    private static ConsoleKeyInfo Down => Plain(ConsoleKey.DownArrow);

    private static ConsoleKeyInfo Backspace => Plain(ConsoleKey.Backspace);

    private static ConsoleKeyInfo Delete => Plain(ConsoleKey.Delete);

    private static ConsoleKeyInfo Tab => new('\t', ConsoleKey.Tab, false, false, false);

    private static ConsoleKeyInfo Plain(ConsoleKey key) => new('\0', key, false, false, false);

    private static ConsoleKeyInfo Control(ConsoleKey key) => new('\0', key, false, false, control: true);

    private async Task<string?> Read(params object[] keys)
    {
        foreach (var key in keys)
        {
            if (key is ConsoleKeyInfo one)
                _keys.Enqueue(one);
            foreach (var letter in key as string ?? "")
                _keys.Enqueue(new ConsoleKeyInfo(letter, ConsoleKey.None, false, false, false));
        }
        return await _reader.Read();
    }

    private static Task<Completion> Complete(string text)
    {
        string[] known = ["get", "set", "show"];
        return Task.FromResult(
            new Completion(0, [.. known.Where(word => word.StartsWith(text, StringComparison.Ordinal))]));
    }
}
