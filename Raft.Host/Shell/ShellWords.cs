using System.Text;

namespace Raft.Host.Shell;

/// <summary>A line of the prompt, taken apart into words. Quotes, single or double, hold a word together.</summary>
internal static class ShellWords
{
    /// <summary>The words of a line.</summary>
    /// <param name="line">What was typed.</param>
    /// <param name="most">After so many words less one, the rest of the line is the last, blanks and all.</param>
    /// <param name="isOpen">Whether a quote is not closed.</param>
    public static IReadOnlyList<string> Split(string line, int most, out bool isOpen)
    {
        var words = new List<string>();
        isOpen = false;
        for (var at = 0; at < line.Length && !isOpen;)
        {
            SkipBlanks(line, ref at);
            if (at == line.Length)
                break;
            words.Add(words.Count == most - 1 ? Rest(line, ref at, out isOpen) : Word(line, ref at, out isOpen));
        }
        return words;
    }

    /// <summary>
    /// The word at the end of a line, empty behind a blank: which one it is, where it begins, and what it says so far.
    /// </summary>
    public static (int Place, int From, string Typed) Last(string line)
    {
        for (var (place, at) = (0, 0); ; place++)
        {
            SkipBlanks(line, ref at);
            var from = at;
            var word = Word(line, ref at, out _);
            if (at == line.Length)
                return (place, from, word);
        }
    }

    /// <summary>A word as it must be typed to be read as it is.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && !word.Contains(' ', StringComparison.Ordinal) && word[0] is not ('"' or '\'')
            ? word
            : word.Contains('"', StringComparison.Ordinal) ? $"'{word}'" : $"\"{word}\"";

    private static void SkipBlanks(string line, ref int at)
    {
        while (at < line.Length && line[at] == ' ')
            at++;
    }

    private static string Word(string line, ref int at, out bool isOpen)
    {
        isOpen = false;
        if (at < line.Length && line[at] is '"' or '\'')
            return Quoted(line, ref at, out isOpen);
        var word = new StringBuilder();
        for (; at < line.Length && line[at] != ' '; at++)
            word.Append(line[at]);
        return word.ToString();
    }

    private static string Quoted(string line, ref int at, out bool isOpen)
    {
        var end = line.IndexOf(line[at], at + 1);
        isOpen = end < 0;
        var word = isOpen ? line[(at + 1)..] : line[(at + 1)..end];
        at = isOpen ? line.Length : end + 1;
        return word;
    }

    // "two words" in quotes is what is between them; two words without quotes are both.
    private static string Rest(string line, ref int at, out bool isOpen)
    {
        var from = at;
        var word = Word(line, ref at, out isOpen);
        if (line[at..].Trim(' ').Length == 0)
        {
            at = line.Length;
            return word;
        }
        at = line.Length;
        isOpen = false;
        return line[from..].TrimEnd(' ');
    }
}
