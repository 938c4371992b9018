using System.Diagnostics;
using Microsoft.Playwright;
using Raft.Specs.Host;
using Raft.Specs.Processes;

namespace Raft.Specs.Browser;

/// <summary>A demo of three real processes, and a real browser before it.</summary>
public sealed class DemoPage : IAsyncLifetime, IDisposable
{
    // Processes start, nodes are elected and pages are drawn in real time, on machines that do other things as well.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly string[] Switches =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private static readonly string[] Expected =
        ["Failed to load resource: net::", "Failed to load resource: the server responded with a status of 503"];

    private readonly string _data = Directory.CreateTempSubdirectory("raft-page-").FullName;
    private readonly int _offset = FreePort.Next() - 8001;
    private HostProcess? _demo;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private DemoHand? _hand;

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
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = browser,
            Args = Switches,
            Timeout = (float)Patience.TotalMilliseconds,
        });
        await Until(
            "the demo runs", () => Task.FromResult(_demo.Output.Contains("Ctrl-C stops", StringComparison.Ordinal)));
        _hand = new DemoHand([AddressOf(1), AddressOf(2), AddressOf(3)]);
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

    /// <inheritdoc/>
    public void Dispose() => _hand?.Dispose();

    /// <summary>
    /// Brings all nodes back to life, whatever an earlier spec did to them, opens the page of one and waits until it
    /// shows three nodes of which one leads.
    /// </summary>
    public async Task<IPage> Open(
        int node = 1, int width = 1440, int height = 900, bool dark = false, bool calm = false)
    {
        await _hand!.Revive();
        var context = await _browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = calm ? ReducedMotion.Reduce : ReducedMotion.NoPreference,
            AcceptDownloads = true,
        });
        context.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => Complaints.Add(error);
        page.Console += (_, line) =>
        {
            // Chromium reports every connection that fails, and every 503; a page that shows nodes die has those.
            if (line.Type == "error" && !Expected.Any(text => line.Text.StartsWith(text, StringComparison.Ordinal)))
                Complaints.Add(line.Text);
        };
        await page.GotoAsync($"http://127.0.0.1:{8000 + _offset + node}/");
        await Until("all three are up and one leads", async () =>
            await Text(page, "#fact-up") == "3 of 3"
            && (await Text(page, "#fact-leader")).StartsWith("node-", StringComparison.Ordinal));
        return page;
    }

    /// <summary>What the demo knows of its processes.</summary>
    public Task<Raft.Host.Nodes.DemoStateBody> State() => _hand!.State();

    /// <summary>The text of an element as it is now.</summary>
    public static async Task<string> Text(IPage page, string selector) =>
        await page.Locator(selector).TextContentAsync() ?? "";

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
        return Directory.CreateDirectory(Path.Combine(
            folder?.FullName ?? AppContext.BaseDirectory, "TestResults", "dashboard")).FullName;
    }
}
