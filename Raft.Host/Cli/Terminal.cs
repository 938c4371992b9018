using Spectre.Console;

namespace Raft.Host.Cli;

/// <summary>Where tables and colours go. Colours are off away from a terminal and when NO_COLOR is set.</summary>
internal static class Terminal
{
    /// <summary>Standard output.</summary>
    public static IAnsiConsole Out { get; } = Create();

    /// <summary>A text that must not be overlooked: red where a person sees it, as it is elsewhere.</summary>
    public static string Alarm(TextWriter output, string text) =>
        output == Console.Error && !Console.IsErrorRedirected
            && Environment.GetEnvironmentVariable("NO_COLOR") is not { Length: > 0 }
            ? $"\u001b[1;31m{text}\u001b[0m"
            : text;

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
