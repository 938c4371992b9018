namespace Raft.Specs.Browser;

/// <summary>A spec that drives a real browser. Without one it is skipped, and says so.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    /// <summary>The environment variable that names a browser of the Chromium family.</summary>
    public const string Variable = "RAFT_BROWSER";

    private static readonly string[] Places =
    [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ];

    public BrowserFactAttribute()
    {
        if (Path is null)
            Skip = $"There is no Chromium on this machine: install the package chromium, or set {Variable}.";
    }

    /// <summary>The browser, or null.</summary>
    public static string? Path { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
            ? named
            : Places.FirstOrDefault(File.Exists);
}
