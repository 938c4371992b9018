using System.Text.RegularExpressions;
using Raft.Specs.Tidy;

namespace Raft.Specs.Docs;

/// <summary>One command of a document, and what it promises there.</summary>
/// <param name="At">The file and line, for whoever has to mend it.</param>
/// <param name="Text">What a reader would type.</param>
/// <param name="Expected">The lines that it prints; null when the document does not say.</param>
/// <param name="ExitCode">The exit code that the document names, or 0.</param>
internal sealed record Step(string At, string Text, IReadOnlyList<string>? Expected, int ExitCode);

/// <summary>A fenced block of commands.</summary>
/// <param name="At">The file and line of its fence.</param>
/// <param name="Steps">Its commands, in order.</param>
/// <param name="NeedsDemo">Whether it is to be read beside a running <c>./raft demo</c>.</param>
/// <param name="IsTerminals">Whether each of its commands has a terminal of its own, where it stays.</param>
/// <param name="NotRun">Why nobody runs it here; null when it is run.</param>
internal sealed record Block(string At, IReadOnlyList<Step> Steps, bool NeedsDemo, bool IsTerminals, string? NotRun);

/// <summary>A document, as far as it can be tried: its sections (level two) and the commands in them.</summary>
internal sealed partial class Document
{
    private static readonly string[] Commanding = ["sh", "console"];
    private static readonly string[] Telling =
        ["csharp", "hocon", "json", "jsonl", "text", "yaml", "promql", "dockerfile"];

    private readonly string[] _lines;

    private Document(string path, string[] lines)
    {
        Path = path;
        _lines = lines;
    }

    /// <summary>From the repository's root.</summary>
    public string Path { get; }

    /// <summary>The whole text.</summary>
    public string Text => string.Join('\n', _lines);

    /// <summary>Every document that a user may read.</summary>
    public static IEnumerable<Document> All() =>
        Repository.Files("", ".md").Select(file => new Document(file.Path, file.Lines));

    /// <summary>One of them.</summary>
    public static Document At(string path) => All().Single(one => one.Path == path);

    /// <summary>The blocks of commands by section. What is wrong with a fence is said at once.</summary>
    public IEnumerable<IReadOnlyList<Block>> Sections()
    {
        var section = new List<Block>();
        for (var at = 0; at < _lines.Length; at++)
        {
            if (_lines[at].StartsWith("## ", StringComparison.Ordinal))
            {
                yield return section;
                section = [];
            }
            if (!_lines[at].StartsWith("```", StringComparison.Ordinal))
                continue;
            var end = Array.FindIndex(_lines, at + 1, line => line.TrimEnd() == "```");
            Assert.True(end > at, $"{Path}:{at + 1}: this fence is not closed");
            if (Read(at, _lines[(at + 1)..end]) is { } block)
                section.Add(block);
            at = end;
        }
        yield return section;
    }

    private Block? Read(int at, string[] body)
    {
        var where = $"{Path}:{at + 1}";
        var words = _lines[at][3..].Trim().Split(' ', 2, StringSplitOptions.TrimEntries);
        if (Telling.Contains(words[0]))
            return null;
        Assert.True(Commanding.Contains(words[0]),
            $"{where}: a fence is one of {string.Join(", ", Commanding)} (commands, "
                + $"which are run) or {string.Join(", ", Telling)}, not '{words[0]}'");
        var how = words.Length > 1 ? words[1] : "";
        var reason = how.StartsWith("not-run:", StringComparison.Ordinal) ? how["not-run:".Length..].Trim() : null;
        Assert.True(reason is not "", $"{where}: not-run: says why");
        Assert.True(
            reason is not null || how is "" or "demo" or "terminal", $"{where}: 'demo', 'terminal' or 'not-run: why'");
        var steps = words[0] == "sh" ? Plain(at + 2, body) : Dialogue(at + 2, body);
        return new Block(where, [.. steps], how == "demo", how == "terminal", reason);
    }

    /// <summary>Every line is a command; behind <c># =&gt;</c> stands the one line that it prints.</summary>
    private IEnumerable<Step> Plain(int first, string[] body)
    {
        foreach (var (number, text) in Whole(first, body))
        {
            var answer = Answer().Match(text);
            yield return new Step(
                $"{Path}:{number}", text, answer.Success ? [answer.Groups[1].Value] : null, ExitCodeOf(text));
        }
    }

    /// <summary>Commands stand behind <c>$</c>, and below them all that they print.</summary>
    private IEnumerable<Step> Dialogue(int first, string[] body)
    {
        for (var i = 0; i < body.Length;)
        {
            Assert.True(
                body[i].StartsWith("$ ", StringComparison.Ordinal), $"{Path}:{first + i}: a dialogue begins with '$ '");
            var end = Array.FindIndex(body, i + 1, line => line.StartsWith("$ ", StringComparison.Ordinal));
            end = end < 0 ? body.Length : end;
            var (command, printed) = (body[i][2..], body[(i + 1)..end]);
            yield return new Step($"{Path}:{first + i}", command, printed, ExitCodeOf(command));
            i = end;
        }
    }

    // A backslash at its end joins a line to the next one.
    private static IEnumerable<(int Number, string Text)> Whole(int first, string[] body)
    {
        var begun = "";
        for (var i = 0; i < body.Length; i++)
        {
            var line = begun + body[i].Trim();
            begun = line.EndsWith('\\') ? line[..^1] : "";
            if (begun.Length == 0 && line.Length > 0 && !line.StartsWith('#'))
                yield return (first + i, line);
        }
    }

    private static int ExitCodeOf(string text) =>
        Ending().Match(text) is { Success: true } ending ? int.Parse(ending.Groups[1].Value, null) : 0;

    [GeneratedRegex(@"\s# => (.*?)(?:\s+# .*)?$")]
    private static partial Regex Answer();

    [GeneratedRegex(@"\s# .*\bexit (?:code )?(\d+)")]
    private static partial Regex Ending();
}
