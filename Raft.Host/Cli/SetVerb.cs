using System.CommandLine;
using System.Text;
using Raft.Actors.Machines;
using Raft.Host.Configuration;

namespace Raft.Host.Cli;

/// <summary><c>raft set KEY VALUE</c>.</summary>
internal sealed class SetVerb : ClientVerb
{
    private readonly Argument<string> _key = new("KEY") { Description = "The key to write" };

    private readonly Argument<string?> _value = new("VALUE")
    {
        Description = "Its value; left out, it is read from standard input",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<long?> _ifIndex = new("--if-index")
    {
        Description = "Write only if the key was last written at this log position; 0: only if there is no such key",
        HelpName = "N",
    };

    public SetVerb()
        : base(
            "set",
            "Write a key. It is done when a majority of the nodes has it on disk.",
            "raft set ana 4                  # prints: ana set to 4",
            "raft set photo < cat.jpg        # any bytes, up to 1 MiB",
            "raft set lock me --if-index 0   # only if there is no such key; else exit code 1",
            "raft set n -- -5                # a value that looks like an option")
    {
        Add(_key);
        Add(_value);
        Add(_ifIndex);
    }

    protected override async Task<int> Run(ParseResult line, CancellationToken cancel)
    {
        var key = line.GetValue(_key)!;
        var text = line.GetValue(_value);
        var value = text is null ? await StandardInput(cancel) : Encoding.UTF8.GetBytes(text);
        using var cluster = Cluster(line);
        var answer = await cluster.Write(
            HttpMethod.Put, PathOf(key) + Condition(line.GetValue(_ifIndex)), value, null, cancel);
        if (!answer.Ok)
            return Fail(line, answer);
        if (WantsJson(line))
            WriteJson(line, answer);
        else
            line.InvocationConfiguration.Output.WriteLine(
                text is null ? $"{key} set ({value.Length} bytes)" : $"{key} set to {text}");
        return ExitCode.Done;
    }

    private static string Condition(long? ifIndex) => ifIndex switch
    {
        null => "",
        >= 0 => $"?ifIndex={ifIndex}",
        _ => throw new UsageException("--if-index must not be negative."),
    };

    private static async Task<byte[]> StandardInput(CancellationToken cancel)
    {
        if (!Console.IsInputRedirected)
            throw new UsageException("VALUE is missing: name it, or send it on standard input.");
        using var input = Console.OpenStandardInput();
        using var value = new MemoryStream();
        var buffer = new byte[64 * 1024];
        // One byte beyond the limit is enough to know that it is too large.
        for (var read = -1; read != 0 && value.Length <= KeyValueLimits.MaxValueBytes;)
        {
            read = await input.ReadAsync(buffer, cancel);
            value.Write(buffer, 0, read);
        }
        return KeyValueLimits.ValueProblem(value.Length) is { } problem
            ? throw new UsageException(problem)
            : value.ToArray();
    }
}
