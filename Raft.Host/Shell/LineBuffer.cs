using System.Text;

namespace Raft.Host.Shell;

/// <summary>The line that is being typed, and where in it the cursor is.</summary>
internal sealed class LineBuffer
{
    private readonly StringBuilder _text = new();

    /// <summary>The cursor's place, from 0 to the length of the text; never inside of one character.</summary>
    public int Cursor { get; private set; }

    public string Text => _text.ToString();

    /// <summary>The text before the cursor.</summary>
    public string Before => _text.ToString(0, Cursor);

    public void Set(string text)
    {
        _text.Clear().Append(text);
        Cursor = text.Length;
    }

    public void Insert(string text)
    {
        _text.Insert(Cursor, text);
        Cursor += text.Length;
    }

    public void Left() => Cursor = Previous(Cursor);

    public void Right() => Cursor = Next(Cursor);

    public void Home() => Cursor = 0;

    public void End() => Cursor = _text.Length;

    public void Backspace() => RemoveBack(Previous(Cursor));

    public void Delete() => _text.Remove(Cursor, Next(Cursor) - Cursor);

    public void DeleteToStart() => RemoveBack(0);

    public void DeleteToEnd() => _text.Length = Cursor;

    public void WordLeft() => Cursor = StartOfWord();

    public void WordRight()
    {
        while (Cursor < _text.Length && _text[Cursor] == ' ')
            Cursor++;
        while (Cursor < _text.Length && _text[Cursor] != ' ')
            Cursor++;
    }

    public void DeleteWord() => RemoveBack(StartOfWord());

    private void RemoveBack(int to)
    {
        _text.Remove(to, Cursor - to);
        Cursor = to;
    }

    private int StartOfWord()
    {
        var at = Cursor;
        while (at > 0 && _text[at - 1] == ' ')
            at--;
        while (at > 0 && _text[at - 1] != ' ')
            at--;
        return at;
    }

    private int Previous(int at) =>
        at < 2 || !char.IsSurrogatePair(_text[at - 2], _text[at - 1]) ? Math.Max(0, at - 1) : at - 2;

    private int Next(int at) => at + 1 < _text.Length && char.IsSurrogatePair(_text[at], _text[at + 1])
        ? at + 2
        : Math.Min(_text.Length, at + 1);
}
