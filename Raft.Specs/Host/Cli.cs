using System.CommandLine;
using Raft.Host.Cli;

namespace Raft.Specs.Host;

/// <summary>Runs one command line in this process and keeps what it says.</summary>
internal sealed record Cli(int Code, string Output, string Error)
{
    public static async Task<Cli> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.Run(arguments, new InvocationConfiguration { Output = output, Error = error });
        return new Cli(code, output.ToString().ReplaceLineEndings("\n"), error.ToString().ReplaceLineEndings("\n"));
    }
}
