using Microsoft.Playwright;

namespace Raft.Specs.Browser;

/// <summary>The page of a running demo, in a real browser.</summary>
[Collection("processes")]
public sealed class DashboardSpecs(DemoPage demo) : IClassFixture<DemoPage>
{
    [BrowserFact]
    public async Task A_killed_leader_is_shown_dead_and_another_one_leads_in_a_later_term()
    {
        var page = await demo.Open(node: 2);
        var term = await Term(page);

        await page.ClickAsync("#kill-leader");

        // Who led at that moment the demo knows best: an election of its own may have come before the click.
        var killed = "";
        await DemoPage.Until("a process is killed", async () =>
            (killed = (await demo.State()).Nodes.FirstOrDefault(node => !node.Running)?.Node ?? "").Length > 0);
        await DemoPage.Until(
            "it is shown dead", async () => await DemoPage.Text(page, Row(killed, "h3 .role")) == "dead");
        await DemoPage.Until("another one leads", async () =>
            await DemoPage.Text(page, "#fact-leader") is var next && next.StartsWith("node-", StringComparison.Ordinal)
            && next != killed);
        await DemoPage.Until("two of three are left", async () => await DemoPage.Text(page, "#fact-up") == "2 of 3");
        Assert.True(await Term(page) > term);
        await DemoPage.Until("it is told", async () =>
            (await DemoPage.Text(page, "#events")).Contains($"{killed} is dead", StringComparison.Ordinal));
        // An election can be over between two events of the feed; then the page tells of the canvass before it.
        await DemoPage.Until("the election is told", async () => await DemoPage.Text(page, "#events") is var told
            && (told.Contains("stands for election", StringComparison.Ordinal)
                || told.Contains("asks around", StringComparison.Ordinal)));
        await DemoPage.Shoot(page, "after-a-kill");

        await page.ClickAsync(Row(killed, "[data-do=restart]"));

        await DemoPage.Until("it is back", async () => await DemoPage.Text(page, "#fact-up") == "3 of 3");
        Assert.Empty(demo.Complaints);
    }

    [BrowserFact]
    public async Task A_node_that_stands_still_is_shown_and_goes_on()
    {
        var page = await demo.Open();
        var follower = await Follower(page);

        await page.ClickAsync(Row(follower, "[data-do=pause]"));
        await DemoPage.Until("it is silent", async () => await DemoPage.Text(page, "#fact-up") == "2 of 3");
        await DemoPage.Until(
            "it is called paused", async () => await DemoPage.Text(page, Row(follower, "h3 .role")) == "paused");

        await page.ClickAsync(Row(follower, "[data-do=pause]"));
        await DemoPage.Until("it goes on", async () => await DemoPage.Text(page, "#fact-up") == "3 of 3");
    }

    [BrowserFact]
    public async Task A_leader_that_is_cut_off_loses_office_and_comes_back_as_a_follower()
    {
        var page = await demo.Open();
        var leader = await DemoPage.Text(page, "#fact-leader");

        await page.ClickAsync(Row(leader, "[data-do=isolate]"));
        await DemoPage.Until("another one leads", async () =>
            await DemoPage.Text(page, "#fact-leader") is var next && next.StartsWith("node-", StringComparison.Ordinal)
            && next != leader);
        var term = await Term(page);
        await page.ClickAsync(Row(leader, "[data-do=isolate]"));

        // Or it was elected anew by then: what it must not do is lead on in its old term.
        await DemoPage.Until("it follows", async () =>
            await DemoPage.Text(page, Row(leader, "h3 .role")) == "follower" || await Term(page) > term);
    }

    [BrowserFact]
    public async Task In_slow_motion_every_node_says_so_and_back_again()
    {
        var page = await demo.Open();

        foreach (var speed in new[] { "10", "1" })
        {
            await page.ClickAsync($"input[name=slow][value='{speed}']");
            for (var node = 1; node <= 3; node++)
            {
                var address = new Uri(demo.AddressOf(node), "/v1/events");
                await DemoPage.Until($"node-{node} is slower {speed} times", async () =>
                    (await FirstEvent(address)).Contains($"\"slow\":{speed},", StringComparison.Ordinal));
            }
            await DemoPage.Until(
                "the page shows the speed", () => page.IsCheckedAsync($"input[name=slow][value='{speed}']"));
        }
    }

    [BrowserFact]
    public async Task A_value_is_set_by_keyboard_alone_and_markup_in_it_stays_text()
    {
        const string value = "<img src=x onerror=alert(1)>";
        var page = await demo.Open();

        await page.FocusAsync("#key");
        await page.Keyboard.TypeAsync("markup");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(value);
        await page.Keyboard.PressAsync("Enter");

        await DemoPage.Until("it is on a majority's disks", async () =>
            (await DemoPage.Text(page, "#result")).StartsWith(
                $"markup = {value}, on a majority's disks", StringComparison.Ordinal));
        await DemoPage.Until("it is in the table",
            async () => (await DemoPage.Text(page, "#items")).Contains(value, StringComparison.Ordinal));
        Assert.Equal(0, await page.Locator("main img").CountAsync());

        await page.ClickAsync("button[value=delete]");
        await DemoPage.Until(
            "it is gone", async () => !(await DemoPage.Text(page, "#items")).Contains(value, StringComparison.Ordinal));
        Assert.Empty(demo.Complaints);
    }

    [BrowserFact]
    public async Task Of_a_long_value_the_page_shows_the_beginning_and_gives_all_of_it_to_be_changed()
    {
        var value = new string('v', 20_000);
        var page = await demo.Open();

        await page.FillAsync("#key", "long");
        await page.FillAsync("#value", value);
        await page.ClickAsync("button[value=set]");

        await DemoPage.Until("it is told in short", async () => await DemoPage.Text(page, "#result") is var told
            && told.StartsWith("long = vvv", StringComparison.Ordinal) && told.Length < 200);
        await DemoPage.Until("it is in the table in short", async () => await DemoPage.Text(page, "#items") is var items
            && items.Contains("vvv…", StringComparison.Ordinal) && items.Length < 1000);
        await page.FillAsync("#value", "");
        await page.ClickAsync("#items button:text('long')");
        Assert.Equal(value, await page.InputValueAsync("#value"));
    }

    [BrowserFact]
    public async Task What_was_seen_is_saved_opened_and_seen_again()
    {
        var page = await demo.Open();
        IDownload download = null!;
        string[] lines = [];
        await DemoPage.Until("enough was seen to be saved", async () =>
        {
            download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("#save"));
            lines = await File.ReadAllLinesAsync((await download.PathAsync())!);
            return lines.Length > 10;
        });
        Assert.StartsWith(
            "{\"raftRecording\":1,\"nodes\":[\"node-1\",\"node-2\",\"node-3\"]}", lines[0], StringComparison.Ordinal);

        await page.SetInputFilesAsync("#file", await download.PathAsync());
        await DemoPage.Until("it is replayed", async () => await DemoPage.Text(page, "#mode") == "replay");
        await DemoPage.Until("what was cannot be killed", () => page.Locator("#kill-leader").IsDisabledAsync());
        Assert.Equal(12, await page.Locator("#rows button:disabled").CountAsync());
        await page.Locator("#position").FillAsync("1000");
        await DemoPage.Until("the end of the recording shows its leader", async () =>
            (await DemoPage.Text(page, "#fact-leader")).StartsWith("node-", StringComparison.Ordinal));

        await page.ClickAsync("#live");
        await DemoPage.Until("it is live again", async () => await DemoPage.Text(page, "#mode") == "live");
        await DemoPage.Until("what is can be killed", () => page.Locator("#kill-leader").IsEnabledAsync());

        await page.SetInputFilesAsync(
            "#file", new FilePayload { Name = "other.jsonl", MimeType = "text/plain", Buffer = "{}\n"u8.ToArray() });
        await DemoPage.Until("it is refused", async () =>
            (await DemoPage.Text(page, "#tape-note")).Contains("is not a recording", StringComparison.Ordinal));
    }

    [BrowserFact]
    public async Task The_page_fits_every_screen_in_light_and_in_dark()
    {
        foreach (var (name, width, height) in new[]
        {
            ("desktop", 1440, 900), ("phone", 390, 844), ("small-phone", 360, 640),
        })
        {
            foreach (var dark in new[] { false, true })
            {
                var page = await demo.Open(width: width, height: height, dark: dark);
                await DemoPage.Until(
                    "the graphs are drawn", async () => await page.Locator("#rate .line").CountAsync() > 0);
                Assert.True(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= width);
                await DemoPage.Shoot(page, $"{name}-{(dark ? "dark" : "light")}", whole: width < 1000);
                await page.Context.CloseAsync();
            }
        }
    }

    [BrowserFact]
    public async Task Who_wants_no_motion_sees_no_dots_fly()
    {
        var page = await demo.Open(calm: true);
        await page.FillAsync("#key", "calm");
        await page.ClickAsync("button[value=set]");
        await DemoPage.Until("it is set",
            async () => (await DemoPage.Text(page, "#result")).StartsWith("calm", StringComparison.Ordinal));

        Assert.Equal(0, await page.Locator("#ring .dots > *").CountAsync());
    }

    private static string Row(string node, string part) => $".row[data-node='{node}'] {part}";

    private static async Task<long> Term(IPage page) => long.Parse(await DemoPage.Text(page, "#fact-term"), null);

    private static async Task<string> Follower(IPage page)
    {
        var leader = await DemoPage.Text(page, "#fact-leader");
        return Enumerable.Range(1, 3).Select(n => $"node-{n}").First(name => name != leader);
    }

    private static async Task<string> FirstEvent(Uri address)
    {
        using var http = new HttpClient();
        using var reader = new StreamReader(await http.GetStreamAsync(address));
        await reader.ReadLineAsync();
        await reader.ReadLineAsync();
        return await reader.ReadLineAsync() ?? "";
    }
}
