using Spectre.Console;

namespace Raft.Host.Cli;

/// <summary>Where tables and colours go. Colours are off away from a terminal and when NO_COLOR is set.</summary>
internal static class Terminal
{
    /// <summary>Standard output.</summary>
    public static IAnsiConsole Out { get; } = Create();

    private static IAnsiConsole Create()
    {
        var plain = Console.IsOutputRedirected;
        var colourless = plain || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = colourless ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Out = new AnsiConsoleOutput(Console.Out),
        });
        // A file has no width to wrap at.
        if (plain)
            console.Profile.Width = short.MaxValue;
        return console;
    }
}
