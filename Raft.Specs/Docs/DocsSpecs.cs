using System.CommandLine;
using System.Text.RegularExpressions;
using Raft.Host.Cli;
using Raft.Specs.Tidy;
using Xunit.Abstractions;

namespace Raft.Specs.Docs;

/// <summary>
/// The documents, tried as a reader would: see Raft.Specs/TESTING.md on how a block of commands is marked.
/// </summary>
[Collection("processes")]
public sealed partial class DocsSpecs(ITestOutputHelper output)
{
    private const int FewestCommands = 10;

    public static TheoryData<string> WithCommands() =>
        new(Document.All().Where(one => one.Sections().Any(section => section.Count > 0)).Select(one => one.Path));

    [ShellTheory]
    [MemberData(nameof(WithCommands))]
    public async Task Every_command_does_what_the_document_says(string document)
    {
        foreach (var section in Document.At(document).Sections())
        {
            await using var stage = new DocsStage();
            foreach (var block in section)
            {
                if (block.NotRun is { } reason)
                    output.WriteLine($"{block.At}: {block.Steps.Count} not run: {reason}");
                else
                    await stage.Try(block);
            }
        }
    }

    [Fact]
    public void Most_commands_are_run()
    {
        var blocks = Document.All().SelectMany(one => one.Sections()).SelectMany(section => section).ToList();

        var run = blocks.Where(block => block.NotRun is null).Sum(block => block.Steps.Count);
        var left = blocks.Where(block => block.NotRun is not null).Sum(block => block.Steps.Count);
        Assert.True(run >= FewestCommands, $"only {run} commands were found");
        Assert.True(left * 2 < run, $"{left} commands are not run, and only {run} are");
    }

    [Fact]
    public void Every_verb_and_option_that_a_document_names_is_there()
    {
        var verbs = CommandLine.Root().Subcommands.ToDictionary(verb => verb.Name, StringComparer.Ordinal);
        var named = Document.All().Where(one => !one.Path.StartsWith("Akka.StandIn", StringComparison.Ordinal))
            .SelectMany(
                one => InText().Matches(one.Text).Select(match => (one.Path, Words: match.Groups[1].Value.Split(' '))))
            .ToList();

        Assert.NotEmpty(named);
        Nothing(named.Where(line => !FrontDoors.Contains(line.Words[0])).SelectMany(
            line => Unknown(verbs, line.Path, line.Words)));
    }

    [Fact]
    public void Every_link_leads_somewhere()
    {
        var links = Document.All().SelectMany(
            one => Link().Matches(one.Text).Select(match => (one, match.Groups[1].Value))).ToList();

        Assert.NotEmpty(links);
        Nothing(links.Where(link => !Leads(link.one, link.Value)).Select(
            link => $"{link.one.Path}: {link.Value} leads nowhere"));
    }

    // What the front door knows by itself.
    private static readonly string[] FrontDoors =
        ["build", "test", "format", "simulate", "chaos", "fuzz", "check-history", "measure", "help"];

    private static IEnumerable<string> Unknown(Dictionary<string, Command> verbs, string path, string[] words)
    {
        if (!verbs.TryGetValue(words[0], out var verb))
            return [$"{path}: there is no verb {words[0]}"];
        return words.Where(word => word.StartsWith("--", StringComparison.Ordinal))
            .Select(word => word.TrimEnd('…', ']', '.', ','))
            .Where(word => word != "--help"
                && !Descendants(verb).Any(one => one.Options.Any(option => option.Name == word)))
            .Select(word => $"{path}: raft {words[0]} has no {word}");
    }

    private static IEnumerable<Command> Descendants(Command verb) =>
        verb.Subcommands.SelectMany(Descendants).Prepend(verb);

    private static bool Leads(Document from, string link)
    {
        if (link.Contains("://", StringComparison.Ordinal))
            return true;
        var (file, anchor) = link.Split('#') is [var name, var part] ? (name, part) : (link, "");
        var path = Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(from.Path)!, file));
        if (anchor.Length == 0)
            return File.Exists(path) || Directory.Exists(path);
        var text = file.Length == 0 ? from.Text : File.Exists(path) ? File.ReadAllText(path) : "";
        return Heading().Matches(text).Any(heading => AnchorOf(heading.Groups[1].Value) == anchor);
    }

    private static string AnchorOf(string heading) =>
        string.Concat(heading.Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-'))
            .Replace(' ', '-');

    private static void Nothing(IEnumerable<string> offences)
    {
        var all = offences.ToList();
        Assert.True(all.Count == 0, $"{all.Count}:\n{string.Join('\n', all)}");
    }

    [GeneratedRegex("(?<!`)`(?:\\./)?raft ([a-z][^`\n]*)`(?!`)")]
    private static partial Regex InText();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}

/// <summary>A spec that types into a Unix shell, and needs curl as the documents do.</summary>
public sealed class ShellTheoryAttribute : TheoryAttribute
{
    public ShellTheoryAttribute()
    {
        // Elsewhere there are other shells, and other programs under the names of curl and openssl.
        if (!OperatingSystem.IsLinux())
            Skip = "The documents' commands are typed as on Linux.";
        else if (!Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(
            folder => File.Exists(Path.Combine(folder, "curl"))))
            Skip = "The documents use curl, which is not on this machine.";
    }
}
