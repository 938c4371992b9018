using System.CommandLine;
using Raft.Host.Configuration;

namespace Raft.Host.Cli;

/// <summary>One verb of the command line, in one file, with examples that its help shows.</summary>
internal abstract class Verb : Command
{
    protected Verb(string name, string description, params string[] examples)
        : base(name, FirstSentence(description))
    {
        WholeDescription = description;
        Examples = examples;
        SetAction(Guarded);
    }

    /// <summary>Whole command lines, each with a word on what it does behind a <c>#</c>.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>What its own help says; the list of all verbs shows the first sentence alone.</summary>
    public string WholeDescription { get; }

    protected abstract Task<int> Run(ParseResult line, CancellationToken cancel);

    private async Task<int> Guarded(ParseResult line, CancellationToken cancel)
    {
        try
        {
            return await Run(line, cancel);
        }
        catch (UsageException wrong)
        {
            Say(line, wrong.Message);
            return ExitCode.Usage;
        }
        catch (Exception bug)
        {
            Say(line, $"this is a bug, please report it: {bug}");
            return ExitCode.Bug;
        }
    }

    private static string FirstSentence(string text) =>
        text.IndexOf(". ", StringComparison.Ordinal) is > 0 and var end ? text[..(end + 1)] : text;

    /// <summary>A line for the person at the terminal, apart from the output.</summary>
    protected static void Say(ParseResult line, string message) =>
        line.InvocationConfiguration.Error.WriteLine($"raft: {message}");
}
