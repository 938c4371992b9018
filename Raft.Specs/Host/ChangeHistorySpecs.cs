using Raft.Actors.Machines;
using Raft.Host.Nodes;

namespace Raft.Specs.Host;

/// <summary>What is remembered of a store's changes, however little that is.</summary>
public sealed class ChangeHistorySpecs
{
    /// <summary>
    /// Writers write, snapshots fall in, and a watcher looks now and then. Whatever the order: who carries over what it
    /// is given holds what the machine holds, and no position goes backwards.
    /// </summary>
    [Fact]
    public void A_watcher_that_looks_whenever_it_likes_ends_up_with_what_the_machine_holds()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var dice = new Random(seed);
            using var history = new ChangeHistory(new WatchSettings(dice.Next(1, 9), 1 << 20, 1));
            var machine = new KeyValueMachine(history);
            var copy = new Dictionary<string, (string Value, long Index)>();
            var (index, after) = (0L, 0L);
            for (var step = 0; step < 60; step++)
            {
                var (key, value) = ($"{dice.Next(5)}", (byte)dice.Next(256));
                switch (dice.Next(16))
                {
                    case < 9: machine.Apply(new(index += dice.Next(1, 3), 1), Put(key, value)); break;
                    case < 12:
                        machine.Apply(new(++index, 1), KeyValueCodec.Encode(new KeyValueCommand.Delete(key)));
                        break;
                    case 12: Replace(machine, index += 3, value); break;
                    default: after = Follow(history, after, copy); break;
                }
            }
            Follow(history, after, copy);
            Assert.Equal(Held(machine), copy.Select(c => $"{c.Key}={c.Value.Value}@{c.Value.Index}").Order());
        }
    }

    private static ReadOnlyMemory<byte> Put(string key, byte value) =>
        KeyValueCodec.Encode(new KeyValueCommand.Put(key, new[] { value }));

    private static void Replace(KeyValueMachine machine, long index, byte value)
    {
        var other = new KeyValueMachine();
        other.Apply(new(index - 1, 1), Put("from a snapshot", value));
        using var image = new MemoryStream();
        other.Capture().WriteTo(image);
        image.Position = 0;
        machine.Restore(image, index);
    }

    private static long Follow(ChangeHistory history, long after, Dictionary<string, (string Value, long Index)> copy)
    {
        while (true)
        {
            var page = history.Read(after, _ => true);
            Assert.True(page.UpTo >= after);
            if (page.Items is { } items)
            {
                copy.Clear();
                foreach (var item in items)
                    copy[item.Key] = ($"{item.Value.Span[0]}", item.Index);
            }
            foreach (var change in page.Changes)
            {
                Assert.True(change.Index > after);
                after = change.Index;
                if (change.Value is { } value)
                    copy[change.Key] = ($"{value.Span[0]}", change.Index);
                else
                    Assert.True(copy.Remove(change.Key), "a key was removed that the watcher had never heard of");
            }
            if (page.UpTo == after && page.Items is null && page.Changes.Count == 0)
                return after;
            after = page.UpTo;
        }
    }

    private static IEnumerable<string> Held(KeyValueMachine machine)
    {
        var list = KeyValueCodec.DecodeAnswer(machine.Query(KeyValueCodec.Encode(new KeyValueQuery.List("", 100, ""))));
        return ((KeyValueAnswer.Listed)list).Items.Select(i => $"{i.Key}={i.Value.Span[0]}@{i.Index}").Order();
    }
}
