using Spectre.Console.Rendering;

namespace Raft.Host.Shell;

/// <summary>
/// Reads lines from a terminal, with editing, history and completion. Written here because no library that is kept up
/// has it: the one of Spectre's makers has stayed a preview.
/// </summary>
/// <param name="prompt">What stands before each line.</param>
/// <param name="readKey">Waits for a key.</param>
/// <param name="output">The terminal, which knows the common escape sequences.</param>
/// <param name="width">Its width in cells; a longer line moves sideways.</param>
/// <param name="complete">
/// What could stand in place of the word at the end of a text, and where that word begins.
/// </param>
internal sealed class LineReader(
    string prompt,
    Func<ConsoleKeyInfo> readKey,
    TextWriter output,
    Func<int> width,
    Func<string, Task<Completion>> complete)
{
    private readonly LineHistory _history = new();

    /// <summary>Reads a line; null when the user is done: Ctrl-D or Ctrl-C on an empty line.</summary>
    public async Task<string?> Read()
    {
        var line = new LineBuffer();
        Draw(line);
        for (var tabs = 0; ;)
        {
            var key = readKey();
            tabs = key.Key == ConsoleKey.Tab ? tabs + 1 : 0;
            var control = (key.Modifiers & ConsoleModifiers.Control) != 0;
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    return Finish(line);
                case ConsoleKey.C or ConsoleKey.D when control && line.Text.Length == 0:
                    output.WriteLine();
                    return null;
                case ConsoleKey.C when control:
                    output.WriteLine("^C");
                    line.Set("");
                    break;
                case ConsoleKey.L when control:
                    output.Write("\u001b[2J\u001b[H");
                    break;
                case ConsoleKey.Tab:
                    await Complete(line, showAll: tabs > 1);
                    break;
                default:
                    if (!Edit(line, key, control) && !char.IsControl(key.KeyChar))
                        line.Insert(key.KeyChar.ToString());
                    break;
            }
            Draw(line);
        }
    }

    private string Finish(LineBuffer line)
    {
        line.End();
        Draw(line);
        output.WriteLine();
        _history.Add(line.Text);
        return line.Text;
    }

    /// <summary>Keys that move and remove, as everywhere; false for those that are neither.</summary>
    private bool Edit(LineBuffer line, ConsoleKeyInfo key, bool control)
    {
        switch (key.Key, control)
        {
            case (ConsoleKey.LeftArrow, true): line.WordLeft(); return true;
            case (ConsoleKey.RightArrow, true): line.WordRight(); return true;
            case (ConsoleKey.LeftArrow, _) or (ConsoleKey.B, true): line.Left(); return true;
            case (ConsoleKey.RightArrow, _) or (ConsoleKey.F, true): line.Right(); return true;
            case (ConsoleKey.Home, _) or (ConsoleKey.A, true): line.Home(); return true;
            case (ConsoleKey.End, _) or (ConsoleKey.E, true): line.End(); return true;
            case (ConsoleKey.W, true): line.DeleteWord(); return true;
            case (ConsoleKey.Backspace, _) or (ConsoleKey.H, true): line.Backspace(); return true;
            case (ConsoleKey.Delete, _) or (ConsoleKey.D, true): line.Delete(); return true;
            case (ConsoleKey.U, true): line.DeleteToStart(); return true;
            case (ConsoleKey.K, true): line.DeleteToEnd(); return true;
            case (ConsoleKey.UpArrow, _) or (ConsoleKey.P, true):
                line.Set(_history.Up(line.Text) ?? line.Text);
                return true;
            case (ConsoleKey.DownArrow, _) or (ConsoleKey.N, true): line.Set(_history.Down() ?? line.Text); return true;
            default: return false;
        }
    }

    private async Task Complete(LineBuffer line, bool showAll)
    {
        var (from, words) = await complete(line.Before);
        if (words.Count == 0)
            return;
        var typed = line.Before[from..];
        var common = words.Count == 1 ? words[0] + " " : CommonStart(words);
        if (common.Length > typed.Length)
        {
            for (var left = typed.Length; left > 0; left--)
                line.Backspace();
            line.Insert(common);
        }
        else if (showAll)
        {
            output.WriteLine();
            output.WriteLine(string.Join("  ", words));
        }
    }

    private static string CommonStart(IReadOnlyList<string> words)
    {
        var length = words.Min(word => word.Length);
        for (var at = 0; at < length; at++)
        {
            if (words.Any(word => word[at] != words[0][at]))
                return words[0][..at];
        }
        return words[0][..length];
    }

    /// <summary>Draws the line anew, moved sideways as far as it takes to keep the cursor in sight.</summary>
    private void Draw(LineBuffer line)
    {
        var room = Math.Max(8, width() - prompt.Length - 1);
        var text = string.Concat(line.Text.Select(c => char.IsControl(c) ? '?' : c));
        var from = 0;
        while (Cells(text[from..line.Cursor]) > room)
            from++;
        var to = text.Length;
        while (to > line.Cursor && Cells(text[from..to]) > room)
            to--;
        var column = prompt.Length + Cells(text[from..line.Cursor]);
        output.Write($"\r{prompt}{text[from..to]}\u001b[K\r{(column > 0 ? $"\u001b[{column}C" : "")}");
        output.Flush();
    }

    private static int Cells(string text) => new Segment(text).CellCount();
}

/// <summary>What could stand at the end of a line.</summary>
/// <param name="From">Where the word begins that it would replace.</param>
/// <param name="Words">The words, ready to be typed.</param>
internal sealed record Completion(int From, IReadOnlyList<string> Words);
