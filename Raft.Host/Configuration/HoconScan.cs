using System.Text;

namespace Raft.Host.Configuration;

/// <summary>A key as someone wrote it.</summary>
/// <param name="Path">Its full name, one segment an element.</param>
/// <param name="File">The file, or the command-line option, that it is written in.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Value">What is written there; a section is <c>{…}</c>.</param>
internal sealed record WrittenKey(IReadOnlyList<string> Path, string File, int Line, string Value)
{
    public const string Section = "{…}";

    public string Name => string.Join('.', Path);

    public bool IsSection => Value == Section;
}

/// <summary>
/// Finds where keys are written, which the HOCON parser does not tell. It looks at the outline alone (keys, braces,
/// where values end) and leaves every meaning to the parser, which has read the same text before without complaint.
/// </summary>
internal sealed class HoconScan
{
    private readonly string _text;
    private readonly string _file;
    private readonly Action<WrittenKey> _found;
    private readonly Stack<int> _depths = new();
    private readonly List<string> _path = [];
    private int _at;
    private int _line = 1;

    private HoconScan(string text, string file, Action<WrittenKey> found) =>
        (_text, _file, _found) = (text, file, found);

    /// <summary>Reports the keys of one text in the order in which they are written.</summary>
    public static void Run(string text, string file, Action<WrittenKey> found) =>
        new HoconScan(text, file, found).Scan();

    private char Here => _at < _text.Length ? _text[_at] : '\0';

    private void Scan()
    {
        while (SkipToKey())
        {
            if (Here == '}')
                CloseSection();
            else if (!TrySkipInclude())
                ReadKey();
        }
    }

    private void ReadKey()
    {
        var before = _path.Count;
        var line = _line;
        do
        {
            SkipBlanks();
            _path.Add(Here == '"' ? Quoted() : Unquoted());
            SkipBlanks();
        }
        while (Take('.'));

        Take('+');
        if (Take('=') || Take(':'))
            SkipSpace();
        if (Take('{'))
        {
            _found(new WrittenKey([.. _path], _file, line, WrittenKey.Section));
            _depths.Push(before);
            return;
        }
        _found(new WrittenKey([.. _path], _file, line, Value()));
        Leave(before);
    }

    private void CloseSection()
    {
        _at++;
        Leave(_depths.TryPop(out var depth) ? depth : 0);
    }

    private void Leave(int depth) => _path.RemoveRange(depth, _path.Count - depth);

    private bool TrySkipInclude()
    {
        const string word = "include";
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0)
            return false;
        var (at, line) = (_at, _line);
        _at += word.Length;
        SkipBlanks();
        if (Here == '"')
        {
            Quoted();
            return true;
        }
        (_at, _line) = (at, line);
        return false;
    }

    private string Unquoted()
    {
        var start = _at;
        while (_at < _text.Length && !char.IsWhiteSpace(Here) && !"=:{}.,+\"#".Contains(Here))
            _at++;
        if (_at == start)
            Next();
        return _text[start.._at];
    }

    private string Quoted()
    {
        var text = new StringBuilder();
        for (_at++; _at < _text.Length && Here != '"'; Next())
        {
            if (Here == '\\')
                _at++;
            text.Append(Here);
        }
        _at++;
        return text.ToString();
    }

    // To the end of the line, a comma or the brace that closes the section, whichever is first outside quotes and
    // brackets.
    private string Value()
    {
        var start = _at;
        for (var nested = 0; _at < _text.Length; Next())
        {
            if (string.CompareOrdinal(_text, _at, "\"\"\"", 0, 3) == 0)
                SkipTripleQuoted();
            else if (Here == '"')
                SkipQuoted();
            if (Here is '[' or '{')
                nested++;
            else if (Here is ']' or '}' && --nested < 0)
                break;
            else if (nested == 0 && (Here is '\n' or ',' or '#' || IsSlashComment()))
                break;
        }
        return _text[start..Math.Min(_at, _text.Length)].Trim();
    }

    private void SkipQuoted()
    {
        Quoted();
        _at--;
    }

    private void SkipTripleQuoted()
    {
        var end = _text.IndexOf("\"\"\"", _at + 3, StringComparison.Ordinal);
        end = end < 0 ? _text.Length - 1 : end + 2;
        while (_at < end)
            Next();
    }

    private bool SkipToKey()
    {
        while (_at < _text.Length)
        {
            if (Here == '#' || IsSlashComment())
                SkipLine();
            else if (char.IsWhiteSpace(Here) || Here is ',' or '{')
                Next();
            else
                return true;
        }
        return false;
    }

    private bool IsSlashComment() => Here == '/' && _at + 1 < _text.Length && _text[_at + 1] == '/';

    private void SkipLine()
    {
        while (_at < _text.Length && Here != '\n')
            _at++;
    }

    private void SkipBlanks()
    {
        while (Here is ' ' or '\t')
            _at++;
    }

    private void SkipSpace()
    {
        while (char.IsWhiteSpace(Here))
            Next();
    }

    private bool Take(char wanted)
    {
        if (Here != wanted)
            return false;
        _at++;
        SkipBlanks();
        return true;
    }

    private void Next()
    {
        if (Here == '\n')
            _line++;
        _at++;
    }
}
