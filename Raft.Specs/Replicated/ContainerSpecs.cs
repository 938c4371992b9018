using Raft.Actors.Protocol;
using Raft.Actors.Replicated;

namespace Raft.Specs.Replicated;

/// <summary>Values, dictionaries and lists as their users see them.</summary>
public sealed class ContainerSpecs(SharedGroup shared) : IClassFixture<SharedGroup>
{
    private static int _names;

    private readonly ReplicatedContainers _containers = shared.Containers;
    private readonly string _name = $"c{Interlocked.Increment(ref _names)}";

    public sealed record Order(string Item, int Pieces);

    [Fact]
    public async Task A_value_is_nothing_until_it_is_set_and_nothing_again_when_it_is_deleted()
    {
        var value = _containers.Value<Order>(_name);
        Assert.False((await value.Get()).Value.Exists);

        var set = await value.Set(new Order("tea", 3));

        Assert.Equal(new Stored<Order>(true, new Order("tea", 3), set.Value), (await value.Get()).Value);
        Assert.True((await value.Delete()).Value);
        Assert.False((await value.Delete()).Value);
        Assert.False((await value.Get()).Value.Exists);
    }

    [Fact]
    public async Task A_value_is_replaced_only_if_nobody_has_written_since_it_was_read()
    {
        var value = _containers.Value<int>(_name);
        Assert.True((await value.TrySet(1, ifIndex: 0)).Value);
        Assert.False((await value.TrySet(2, ifIndex: 0)).Value);

        Assert.True((await value.TrySet(3, (await value.Get()).Value.Index)).Value);

        Assert.Equal(3, (await value.Get()).Value.Value);
    }

    [Fact]
    public async Task No_update_is_lost_however_many_come_at_once()
    {
        var value = _containers.Value<int>(_name);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => value.Update(old => old.Or(0) + 1)));

        Assert.All(answers, answer => Assert.True(answer.IsCommitted));
        Assert.Equal(8, (await value.Get()).Value.Value);
    }

    [Fact]
    public async Task A_dictionary_gives_its_keys_values_and_items_in_the_order_in_which_the_keys_came()
    {
        var stock = _containers.Dictionary<string, int>(_name);
        await stock.Set("tea", 3);
        await stock.Update([new("milk", 1), new("tea", 4), new("bread", 2)]);

        Assert.Equal(["tea", "milk", "bread"], (await stock.Keys()).Value!);
        Assert.Equal([4, 1, 2], (await stock.Values()).Value!);
        Assert.Equal([new("tea", 4), new("milk", 1), new("bread", 2)], (await stock.Items()).Value!);
        Assert.Equal(3, (await stock.Length()).Value);
        Assert.Equal(4, (await stock.Get("tea")).Value.Value);
        Assert.False((await stock.Get("coffee")).Value.Exists);
    }

    [Fact]
    public async Task A_key_is_popped_once_and_deleted_once()
    {
        var stock = _containers.Dictionary<int, string>(_name);
        await stock.Update([new(1, "one"), new(2, "two")]);

        Assert.Equal("one", (await stock.Pop(1)).Value.Value);
        Assert.False((await stock.Pop(1)).Value.Exists);
        Assert.True((await stock.Delete(2)).Value);
        Assert.False((await stock.Delete(2)).Value);
        Assert.Empty((await stock.Items()).Value!);
    }

    [Fact]
    public async Task A_list_is_appended_to_extended_changed_and_popped_from_either_end()
    {
        var list = _containers.List<string>(_name);
        await list.Append("a");
        await list.Extend(["b", "c", "d"]);

        Assert.True((await list.Set(1, "B")).Value);
        Assert.False((await list.Set(9, "?")).Value);
        Assert.Equal("d", (await list.Pop()).Value.Value);
        Assert.Equal("a", (await list.Pop(0)).Value.Value);

        Assert.Equal(["B", "c"], (await list.Items()).Value!);
        Assert.Equal("c", (await list.Get(^1)).Value.Value);
        Assert.False((await list.Get(2)).Value.Exists);
        Assert.Equal(2, (await list.Length()).Value);
        Assert.True((await list.Clear()).Value);
        Assert.False((await list.Pop()).Value.Exists);
    }

    [Fact]
    public async Task A_container_of_many_pages_is_read_as_a_whole()
    {
        var list = _containers.List<int>(_name);
        await list.Extend(Enumerable.Range(0, 2500));

        Assert.Equal(Enumerable.Range(0, 2500), (await list.Items()).Value!);
    }

    [Fact]
    public async Task A_write_to_a_large_container_is_one_small_entry()
    {
        var dictionary = _containers.Dictionary<string, string>(_name);
        await dictionary.Update(
            Enumerable.Range(0, 2000).Select(i => KeyValuePair.Create($"key {i}", new string('x', 40))));
        var before = await shared.LogLength();

        await dictionary.Set("key 7", "y");

        Assert.Equal(before + 1, await shared.LogLength());
        Assert.InRange((await shared.LastEntry()).Payload.Length, 1, 100);
    }

    [Fact]
    public async Task A_name_keeps_its_kind_and_says_so()
    {
        await _containers.List<int>(_name).Append(1);

        var written = await _containers.Value<int>(_name).Set(1);
        var read = await _containers.Dictionary<int, int>(_name).Keys();

        Assert.Equal(new CommandAnswer.Refused($"{_name} is a list"), written.Outcome);
        Assert.Equal(new ReadAnswer.Unavailable($"{_name} is a list"), read.Outcome);
    }

    [Fact]
    public async Task What_is_stored_as_another_type_is_said_to_be_and_not_thrown()
    {
        await _containers.Value<string>(_name).Set("three");

        var read = await _containers.Value<int>(_name).Get();

        Assert.StartsWith("what is stored is no", Assert.IsType<ReadAnswer.Unavailable>(read.Outcome).Reason,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x", 300)]
    public async Task A_name_without_end_or_content_is_refused(string name, int times = 1)
    {
        var value = _containers.Value<int>(string.Concat(Enumerable.Repeat(name, times)));

        Assert.Equal(new CommandAnswer.Refused("a container's name has 1 to 256 bytes"), (await value.Set(1)).Outcome);
    }
}
