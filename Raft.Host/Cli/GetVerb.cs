using System.CommandLine;
using Raft.Host.Http;

namespace Raft.Host.Cli;

/// <summary><c>raft get KEY</c>: the value alone, on standard output.</summary>
internal sealed class GetVerb : ClientVerb
{
    private readonly Argument<string> _key = new("KEY") { Description = "The key to read" };
    private readonly Consistency _consistency = new();
    private readonly Option<bool> _raw = new("--raw")
    {
        Description = "The value's bytes as they are, without a line end",
    };

    public GetVerb()
        : base(
            "get",
            "Read a key and print its value alone. A missing key is exit code 1.",
            "raft get ana                    # prints 4",
            "raft get ana --json             # with the log position and term of its last write",
            "raft get ana --consistency stale --max-staleness 2s   # from a node that may be behind, but not by more",
            "raft get photo --raw > cat.jpg  # bytes as they are")
    {
        Add(_key);
        _consistency.AddTo(this);
        Add(_raw);
    }

    protected override async Task<int> Run(ParseResult line, CancellationToken cancel)
    {
        using var cluster = Cluster(line);
        var answer = await cluster.Get(PathOf(line.GetValue(_key)!) + _consistency.Query(line), cancel);
        if (!answer.Ok)
            return Fail(line, answer);
        if (WantsJson(line))
            WriteJson(line, answer);
        else
            Print(line, answer.Read(ApiJson.Bodies.ItemBody), line.GetValue(_raw));
        return ExitCode.Done;
    }

    private static void Print(ParseResult line, ItemBody item, bool raw)
    {
        if (item.Value is { } text && !raw)
        {
            line.InvocationConfiguration.Output.WriteLine(text);
            return;
        }
        // What is no text goes out as bytes; a text writer would change them.
        using var output = Console.OpenStandardOutput();
        output.Write(ValueText.Bytes(item.Value, item.ValueBase64));
    }
}
