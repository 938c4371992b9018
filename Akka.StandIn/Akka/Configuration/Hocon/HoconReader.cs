using System.Globalization;
using System.Text;

namespace Akka.Configuration.Hocon;

internal enum HoconMark
{
    End,
    Key,
    Dot,
    Assign,
    ObjectStart,
    ObjectEnd,
    ArrayStart,
    ArrayEnd,
    Include,
    Text,
    Substitution,
}

/// <summary>
/// Cuts a text into marks. It is as lenient as Akka.NET's, on purpose: a text must mean the same on both. Two of its
/// ways surprise: a mark at the very end of the text is no assignment, comment or blank (see <see cref="AtOneOf"/>),
/// and the blanks after '=' may span lines.
/// </summary>
internal sealed class HoconReader
{
    private const string NeverUnquoted = "$\"{}[]:=,#`^?!@*&\\";
    private const string NeverInUnquotedKey = NeverUnquoted + ".";
    private const string TripleQuote = "\"\"\"";
    private const string IncludeWord = "include";

    private readonly string _text;
    private int _at;

    public HoconReader(string text)
    {
        _text = text;
    }

    public bool Ended => _at >= _text.Length;

    public int Position => _at;

    public bool AtArrayEnd => At("]");

    public bool AtBlank => AtOneOf(" ", "\t");

    public bool AtValue => At("{") || At("[") || At("\"") || At("${") || AtUnquoted(NeverUnquoted);

    private char Current => Ended ? '\0' : _text[_at];

    private bool AtComment => AtOneOf("#", "//");

    private bool AtAssign => AtOneOf("=", ":");

    /// <summary>The next mark where keys are expected, with the key's or the included name's text.</summary>
    public HoconMark NextInObject(out string text)
    {
        SkipBlanksAndComments();
        text = "";
        if (Ended)
            return HoconMark.End;
        if (AtAssign)
            return Step(HoconMark.Assign);
        if (AtInclude())
            return Include(out text);
        if (At("\""))
            return Quoted(HoconMark.Key, out text);
        if (AtUnquoted(NeverInUnquotedKey))
            return UnquotedKey(out text);

        return Current switch
        {
            '.' => Step(HoconMark.Dot),
            '{' => Step(HoconMark.ObjectStart),
            '}' => Step(HoconMark.ObjectEnd),
            '[' => Step(HoconMark.ArrayStart),
            ']' => Step(HoconMark.ArrayEnd),
            _ => throw Error("Unknown token"),
        };
    }

    /// <summary>The next piece of a value; the caller has seen <see cref="AtValue"/>.</summary>
    public HoconMark NextInValue(out string text)
    {
        text = "";
        if (At("{"))
            return Step(HoconMark.ObjectStart);
        if (At(TripleQuote))
            return TripleQuoted(out text);
        if (At("\""))
            return Quoted(HoconMark.Text, out text);
        if (AtUnquoted(NeverUnquoted))
            return UnquotedText(out text);
        return At("[") ? Step(HoconMark.ArrayStart) : Substitution(out text);
    }

    public string TakeBlanks()
    {
        var start = _at;
        while (AtBlank)
            _at++;
        return _text[start.._at];
    }

    public void SkipBlanksAndComments()
    {
        while (true)
        {
            while (!Ended && char.IsWhiteSpace(Current))
                _at++;
            if (!AtComment)
                return;
            SkipLine();
        }
    }

    public void SkipArrayEnd() => _at = Math.Min(_at + 1, _text.Length);

    public void SkipComma()
    {
        if (At(","))
            _at++;
    }

    /// <summary>An exception that says what is wrong, and shows where.</summary>
    public FormatException Error(string what)
    {
        var at = Math.Min(_at, _text.Length);
        var before = _text.AsSpan(0, at);
        var lineStart = before.LastIndexOf('\n') + 1;
        var lineEnd = _text.IndexOf('\n', at);
        var line = _text[lineStart..(lineEnd < 0 ? _text.Length : lineEnd)].TrimEnd('\r');
        var column = at - lineStart;
        var where = $"at position {at} (line {before.Count('\n') + 1}, column {column + 1})";
        return new FormatException($"{what} {where}:\n{line}\n{new string(' ', column)}^");
    }

    private bool At(string mark) => string.CompareOrdinal(_text, _at, mark, 0, mark.Length) == 0;

    // One character short: Akka.NET looks at these only where the text goes on after them. A last line "a = 1 #" or
    // "b =" is therefore an error, and a last "//" is a key.
    private bool AtOneOf(string one, string other) => AtAndMoreFollows(one) || AtAndMoreFollows(other);

    private bool AtAndMoreFollows(string mark) => _at + mark.Length < _text.Length && At(mark);

    private bool AtUnquoted(string never) =>
        !Ended && !char.IsWhiteSpace(Current) && !AtComment && !never.Contains(Current);

    private bool AtInclude()
    {
        if (!At(IncludeWord))
            return false;

        var start = _at;
        _at += IncludeWord.Length;
        SkipBlanksAndComments();
        var named = _at > start + IncludeWord.Length && At("\"");
        _at = start;
        return named;
    }

    private HoconMark Include(out string name)
    {
        _at += IncludeWord.Length;
        SkipBlanksAndComments();
        return Quoted(HoconMark.Include, out name);
    }

    private HoconMark Step(HoconMark mark)
    {
        _at++;
        return mark;
    }

    // A key runs on over blanks and even lines, until something that no key may hold.
    private HoconMark UnquotedKey(out string text)
    {
        var start = _at;
        while (!Ended && !AtComment && !NeverInUnquotedKey.Contains(Current))
            _at++;
        text = _text[start.._at].Trim();
        return HoconMark.Key;
    }

    private HoconMark UnquotedText(out string text)
    {
        var start = _at;
        while (AtUnquoted(NeverUnquoted))
            _at++;
        text = _text[start.._at];
        if (!AtAssign)
            return HoconMark.Text;

        const string hint = "an address needs double quotes, an object braces";
        var error = Error($"'{Current}' cannot be in the unquoted text '{text}' ({hint})");
        throw new ConfigurationException(error.Message);
    }

    private HoconMark TripleQuoted(out string text)
    {
        var start = _at + TripleQuote.Length;
        var end = _text.IndexOf(TripleQuote, start, StringComparison.Ordinal);
        text = end < 0 ? _text[start..] : _text[start..end];
        _at = end < 0 ? _text.Length : end + TripleQuote.Length;
        return HoconMark.Text;
    }

    // A quote that nobody closes lasts to the end of the text.
    private HoconMark Quoted(HoconMark mark, out string text)
    {
        var read = new StringBuilder();
        for (_at++; !Ended && Current != '"'; _at++)
            read.Append(Current == '\\' ? Escaped() : Current);
        _at = Math.Min(_at + 1, _text.Length);
        text = read.ToString();
        return mark;
    }

    // Leaves the reader on the escape's last character.
    private char Escaped()
    {
        _at++;
        switch (Current)
        {
            case '"' or '\\' or '/':
                return Current;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                return CodePoint();
            default:
                throw Error($"Unknown escape code: {Current}");
        }
    }

    private char CodePoint()
    {
        var digits = _text.AsSpan(Math.Min(_at + 1, _text.Length));
        if (digits.Length < 4 || !ushort.TryParse(digits[..4], NumberStyles.AllowHexSpecifier, null, out var code))
            throw Error("Four hexadecimal digits must follow \\u");
        _at += 4;
        return (char)code;
    }

    // Akka.NET takes "${?a}" for "${}" and whatever follows, and so loses the rest of the object. That is refused here.
    private HoconMark Substitution(out string path)
    {
        var start = _at += 2;
        while (AtUnquoted(NeverUnquoted))
            _at++;
        if (_at == start || !At("}"))
            throw Error("A substitution has the form ${a.b}, unquoted, not optional and without blanks");

        path = _text[start.._at];
        return Step(HoconMark.Substitution);
    }

    private void SkipLine()
    {
        var end = _text.IndexOf('\n', _at);
        _at = end < 0 ? _text.Length : end + 1;
    }
}
