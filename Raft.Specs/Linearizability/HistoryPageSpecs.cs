using System.Text.Json;
using System.Text.RegularExpressions;

namespace Raft.Specs.Linearizability;

public partial class HistoryPageSpecs
{
    [Fact]
    public void The_page_loads_nothing_from_anywhere()
    {
        var page = Draw(Stale("v1"));

        Assert.DoesNotMatch(@"(src|href)\s*=", page);
        Assert.DoesNotMatch(@"@import|url\(|fetch\(|import\s", page);
        Assert.Equal(["http://www.w3.org/2000/svg"], Addresses().Matches(page).Select(m => m.Value).Distinct());
    }

    [Fact]
    public void A_value_cannot_break_out_of_the_page()
    {
        var page = Draw(Stale("</script><img onerror=alert(1)>"));

        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.Equal(2, page.Split("</script>").Length);
    }

    [Fact]
    public void It_shows_the_answer_that_broke_it_and_what_the_store_held()
    {
        var data = Data(Draw(Stale("v1")));

        Assert.Equal("get → \"v1\"", data.GetProperty("broken").GetProperty("what").GetString());
        Assert.Equal("\"v2\"", data.GetProperty("state").GetString());
        Assert.Equal(
            [("put \"v1\"", "taken"), ("put \"v2\"", "taken"), ("put \"late\"", "pending"), ("put \"lost\"", "open")],
            data.GetProperty("operations").EnumerateArray()
                .Select(o => (o.GetProperty("what").GetString()!, o.GetProperty("part").GetString()!)));
    }

    [Fact]
    public void Of_a_long_history_only_the_end_is_drawn_and_the_rest_is_counted()
    {
        var history = Enumerable.Range(0, 1_000)
            .Select(i => Done("a", new KeyValueOperation.Put("k", $"v{i}"), i * 10, (i * 10) + 5))
            .Append(Done("b", new KeyValueOperation.Get("k", "v3"), 20_000, 20_010));

        var data = Data(Draw(history));

        Assert.Equal(920, data.GetProperty("hidden").GetInt32());
        Assert.Equal("\"v919\"", data.GetProperty("before").GetString());
        Assert.Equal(80, data.GetProperty("operations").GetArrayLength());
    }

    private static IEnumerable<Operation<KeyValueOperation>> Stale(string value) =>
    [
        Done("a", new KeyValueOperation.Put("k", value), 0, 10),
        Done("a", new KeyValueOperation.Put("k", "v2"), 20, 30),
        Done("b", new KeyValueOperation.Get("k", value), 40, 50),
        Done("c", new KeyValueOperation.Put("k", "late"), 45, 60),
        new("d", new KeyValueOperation.Put("k", "lost"), 46, null),
        Done("e", new KeyValueOperation.Get("k", "late"), 70, 80),
    ];

    private static string Draw(IEnumerable<Operation<KeyValueOperation>> history) =>
        HistoryPage.Draw(KeyValueModel.Model, Checker.Check(KeyValueModel.Model, history).Partitions.Single());

    private static JsonElement Data(string page) =>
        JsonDocument.Parse(page.Split("const data = ")[1].Split(";\n")[0]).RootElement;

    private static Operation<KeyValueOperation> Done(string client, KeyValueOperation what, long call, long end) =>
        new(client, what, call, end);

    [GeneratedRegex(@"https?://[^'""\s]+")]
    private static partial Regex Addresses();
}
