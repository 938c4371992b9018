using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Raft.Host.Configuration;

namespace Raft.Host.Cli;

/// <summary>All verbs, and how they are read: a mistake is one line and exit code 2.</summary>
public static class CommandLine
{
    private const string ExitCodes =
        """
        Exit codes:
            0  done
            1  no such key, or the condition does not hold
            2  wrong usage: nothing was touched
            3  no node can serve it: nothing was committed
            4  outcome unknown: the write may or may not have happened
           70  a bug in this program
          130  ended by Ctrl-C before it was done
        """;

    private const string CloneVerbs =
        """
        In a clone of the source, ./raft also knows:
          build              build what is stale
          test [NAME…]       run the specs, or those with NAME in their full name
          format [--check]   format the source, or see whether it is
          simulate, chaos, fuzz, check-history, trace, measure
                             prove it, and measure it: see Raft.Specs/TESTING.md
        """;

    /// <summary>How the user called this program: the front door says so.</summary>
    public static string ProgramName =>
        Environment.GetEnvironmentVariable("RAFT_COMMAND") is { Length: > 0 } name ? name : "raft";

    /// <summary>Reads and runs one command line.</summary>
    public static async Task<int> Run(IReadOnlyList<string> arguments, InvocationConfiguration? io = null)
    {
        var root = Root();
        if (arguments is [] or ["help", ..])
            arguments = [.. arguments.Skip(1), "--help"];
        // A value such as @home is a value: the library would take it for the name of a file with more arguments.
        var line = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        io ??= new InvocationConfiguration();
        io.EnableDefaultExceptionHandler = false;
        // The verbs that run for long look after signals by themselves: a node has more to stop than a task.
        io.ProcessTerminationTimeout = null;
        if (line.Errors.Count == 0)
            return await line.InvokeAsync(io);
        io.Error.WriteLine($"raft: {Explain(line)}");
        io.Error.WriteLine($"Try: {string.Join(' ', [ProgramName, .. Path(line), "--help"])}");
        return ExitCode.Usage;
    }

    internal static RootCommand Root()
    {
        var root = new RootCommand("Raft: a replicated key-value store. One node per process, and the tools around it.")
        {
            HelpName = "raft",
        };
        foreach (var verb in new Verb[]
        {
            new DemoVerb(), new InitVerb(), new NodeVerb(), new SetVerb(), new GetVerb(), new DeleteVerb(),
            new ShowVerb(), new StatusVerb(), new ShellVerb(), new WatchVerb(), new TopVerb(),
            new MembersVerb(), new AddVerb(), new PromoteVerb(), new RemoveVerb(), new TransferVerb(),
            new LogVerb(), new HashVerb(), new SnapshotVerb(), new BackupVerb(), new RestoreVerb(), new RecoverVerb(),
            new BenchVerb(), new LabVerb(), new ControllerVerb(), new CompletionVerb(),
        })
        {
            // What is its own comes first in its help, and then what all of them have.
            (verb as ClientVerb)?.MoveCommonOptionsBehind();
            root.Add(verb);
        }

        var help = root.Options.OfType<HelpOption>().Single();
        // Aliases of another system's habits would stand among what Tab offers.
        help.Aliases.Remove("/h");
        help.Aliases.Remove("/?");
        help.Action = new HelpByExample((HelpAction)help.Action!);
        return root;
    }

    /// <summary>The library's help, and what it cannot know: how one uses it.</summary>
    private sealed class HelpByExample(HelpAction help) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            if (parseResult.CommandResult.Command is Verb described)
                described.Description = described.WholeDescription;
            help.Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            if (parseResult.CommandResult.Command is Verb verb)
                WriteExamples(output, verb);
            else
                output.WriteLine(CloneVerbs);
            output.WriteLine();
            output.WriteLine(ExitCodes);
            return ExitCode.Done;
        }

        private static void WriteExamples(TextWriter output, Verb verb)
        {
            output.WriteLine("Examples:");
            foreach (var example in verb.Examples)
                output.WriteLine("  " + example);
        }
    }

    private static string Explain(ParseResult line)
    {
        var command = line.CommandResult.Command;
        if (line.UnmatchedTokens is [var word, ..] && word.StartsWith('-'))
        {
            var name = word.Split('=')[0];
            return $"there is no option '{name}'{Meant(name, command.Options.Select(option => option.Name))}";
        }

        if (line.UnmatchedTokens is not [var verb, ..] || command.Subcommands.Count == 0)
            return string.Join(' ', line.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var meant = Meant(verb, command.Subcommands.Select(known => known.Name));
        return $"there is no verb '{string.Join(' ', [.. Path(line), verb])}'{meant}";
    }

    private static string Meant(string word, IEnumerable<string> known) =>
        Spelling.Nearest(word, known) is { } meant ? $"; did you mean {meant}?" : "";

    /// <summary>The verb that was read, and the one that it belongs to: lab, election.</summary>
    private static Stack<string> Path(ParseResult line)
    {
        var names = new Stack<string>();
        for (SymbolResult? at = line.CommandResult; at is CommandResult { Command: Verb verb }; at = at.Parent)
            names.Push(verb.Name);
        return names;
    }
}
