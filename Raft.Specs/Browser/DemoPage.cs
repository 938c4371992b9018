using System.Diagnostics;
using Microsoft.Playwright;
using Raft.Specs.Host;
using Raft.Specs.Processes;

namespace Raft.Specs.Browser;

/// <summary>A demo of three real processes, and a real browser before it.</summary>
public sealed class DemoPage : IAsyncLifetime
{
    // Processes start, nodes are elected and pages are drawn in real time, on machines that do other things as well.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    private static readonly string[] Switches =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private readonly string _data = Directory.CreateTempSubdirectory("raft-page-").FullName;
    private readonly int _offset = FreePort.Next() - 8001;
    private HostProcess? _demo;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>What the pages complained of, other than that a node which is down cannot be reached.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Where screenshots go; never committed.</summary>
    public static string Pictures { get; } = MakePictures();

    public async Task InitializeAsync()
    {
        if (BrowserFactAttribute.Path is not { } browser)
            return;
        _demo = HostProcess.Start("demo", "--nodes", "3", "--data", _data, "--port-offset", $"{_offset}");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = browser, Args = Switches });
        await Until("the demo runs", () => Task.FromResult(_demo.Output.Contains("Ctrl-C stops", StringComparison.Ordinal)));
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_demo is not null)
        {
            _demo.CloseInput();
            _demo.Signal("TERM");
            await _demo.Exit(Patience);
            await _demo.DisposeAsync();
        }
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>Opens the page of a node and waits until it shows three nodes of which one leads.</summary>
    public async Task<IPage> Open(int node = 1, int width = 1440, int height = 900, bool dark = false, bool calm = false)
    {
        var context = await _browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = calm ? ReducedMotion.Reduce : ReducedMotion.NoPreference,
            AcceptDownloads = true,
        });
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => Complaints.Add(error);
        page.Console += (_, line) =>
        {
            // Chromium reports every connection that fails; a page that shows dead nodes has those.
            if (line.Type == "error" && !line.Text.StartsWith("Failed to load resource: net::", StringComparison.Ordinal))
                Complaints.Add(line.Text);
        };
        await page.GotoAsync($"http://127.0.0.1:{8000 + _offset + node}/");
        await Until("all three are up and one leads", async () =>
            await Text(page, "#fact-up") == "3 of 3" && (await Text(page, "#fact-leader")).StartsWith("node-", StringComparison.Ordinal));
        return page;
    }

    /// <summary>The text of an element as it is now.</summary>
    public static async Task<string> Text(IPage page, string selector) => await page.Locator(selector).TextContentAsync() ?? "";

    /// <summary>The address of a node's HTTP API.</summary>
    public Uri AddressOf(int node) => new($"http://127.0.0.1:{8000 + _offset + node}");

    /// <summary>Waits, within bounds, until a page shows something.</summary>
    public static async Task Until(string what, Func<Task<bool>> seen)
    {
        for (var clock = Stopwatch.StartNew(); !await seen(); await Task.Delay(50))
            Assert.True(clock.Elapsed < Patience, $"Waited {Patience} in vain until {what}");
    }

    /// <summary>Takes a picture of what the page shows.</summary>
    public static Task Shoot(IPage page, string name, bool whole = false) =>
        page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{name}.png"), FullPage = whole });

    private static string MakePictures()
    {
        // Beside the project, wherever the specs were built.
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && folder.Name != "Raft.Specs")
            folder = folder.Parent;
        return Directory.CreateDirectory(Path.Combine(folder?.FullName ?? AppContext.BaseDirectory, "TestResults", "dashboard")).FullName;
    }
}
