using System.Diagnostics;
using Microsoft.Playwright;
using Raft.Specs.Host;
using Raft.Specs.Processes;

namespace Raft.Specs.Browser;

/// <summary>The page of a node that asks for tokens, in a real browser.</summary>
[Collection("processes")]
public sealed class SignInSpecs : IAsyncLifetime
{
    private const string Reader = "reader-0123456789";

    // A process starts and a page is drawn in real time, on machines that do other things as well.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    private readonly string _folder = Directory.CreateTempSubdirectory("raft-sign-in-").FullName;
    private readonly int _port = FreePort.Next();
    private readonly List<string> _complaints = [];
    private HostProcess? _node;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (BrowserFactAttribute.Path is not { } browser)
            return;
        var config = Path.Combine(_folder, "node.conf");
        await File.WriteAllTextAsync(config, $$"""
            raft.node = node-1
            raft.members.node-1 = "127.0.0.1:{{FreePort.Next()}}"
            raft.host.http.port = {{_port}}
            raft.host.http.tokens.read = [ "{{Reader}}" ]
            """);
        _node = HostProcess.Start("node", "--config", config, "--data", _folder);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = browser, Args = ["--no-sandbox", "--disable-gpu"] });
        for (var clock = Stopwatch.StartNew(); !_node.Output.Contains("node-1 leads", StringComparison.Ordinal);
            await Task.Delay(20))
            Assert.True(clock.Elapsed < Patience && !_node.HasExited, _node.Output + _node.Error);
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_node is not null)
            await _node.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [BrowserFact]
    public async Task The_page_asks_for_a_token_until_it_is_a_good_one_and_then_shows_the_cluster()
    {
        var page = await _browser!.NewPageAsync();
        page.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        page.Console += (_, message) =>
        {
            // The refusals themselves are what this is about.
            if (message.Type == "error" && !message.Text.Contains("401", StringComparison.Ordinal)
                && !message.Text.Contains("403", StringComparison.Ordinal))
                _complaints.Add(message.Text);
        };
        page.PageError += (_, error) => _complaints.Add(error);
        await page.GotoAsync($"http://127.0.0.1:{_port}/");

        await page.FillAsync("#token", "a-wrong-0123456789");
        await page.PressAsync("#token", "Enter");
        await Assertions.Expect(page.Locator("#sign-in-why")).ToHaveTextAsync(
            "This node does not know the token.", new() { Timeout = 45_000 });
        await page.FillAsync("#token", Reader);
        await page.PressAsync("#token", "Enter");

        await Assertions.Expect(page.Locator("#fact-leader")).ToHaveTextAsync("node-1", new() { Timeout = 45_000 });
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#fact-leader")).ToHaveTextAsync("node-1", new() { Timeout = 45_000 });
        Assert.False(await page.IsVisibleAsync("#sign-in"));
        await page.FillAsync("#key", "ana");
        await page.ClickAsync("button[value=set]");
        await Assertions.Expect(page.Locator("#result")).ToHaveTextAsync(
            new System.Text.RegularExpressions.Regex("good to read; this needs one to write"),
            new() { Timeout = 45_000 });
        await page.ClickAsync("#forget");
        await Assertions.Expect(page.Locator("#sign-in")).ToBeVisibleAsync(new() { Timeout = 45_000 });
        Assert.Empty(_complaints);
    }
}
