using System.Text;
using Raft.Actors.Machines;
using Raft.Actors.Replicated;

namespace Raft.Specs.Replicated;

/// <summary>The machine under the containers: its snapshots, its locks' time, and what it does with nonsense.</summary>
public sealed class ContainerMachineSpecs
{
    private readonly ContainerMachine _machine = new();
    private long _index;

    [Fact]
    public void A_snapshot_brings_everything_back_and_is_the_same_bytes_again()
    {
        Apply(ContainerOp.SetValue, "v", [], "1");
        Apply(ContainerOp.Merge, "d", [], "b", "2", "a", "3");
        Apply(ContainerOp.Append, "l", [], "x", "y");
        Apply(ContainerOp.Acquire, "k", [5000], "ana");
        var image = ImageOf(_machine);

        var other = new ContainerMachine();
        other.Restore(new MemoryStream(image));

        Assert.Equal(image, ImageOf(other));
        Assert.Equal(4, other.Count);
        var page = Frame(other.Query(new ContainerFrame(ContainerOp.PageOfKeys, "d", [0, 10], []).ToBytes()));
        Assert.Equal(["b", "a"], page.Blobs.Select(Text));
    }

    [Fact]
    public void A_snapshot_that_is_cut_short_is_refused_and_changes_nothing()
    {
        Apply(ContainerOp.Append, "l", [], "x");
        var image = ImageOf(_machine);

        for (var length = 0; length < image.Length; length++)
            Assert.Throws<InvalidDataException>(() => _machine.Restore(new MemoryStream(image[..length])));

        Assert.Equal(image, ImageOf(_machine));
    }

    [Fact]
    public void An_empty_container_takes_no_room()
    {
        Apply(ContainerOp.Append, "l", [], "x");
        Apply(ContainerOp.Merge, "d", [], "a", "1");

        Apply(ContainerOp.RemoveAt, "l", [0, 0]);
        Apply(ContainerOp.RemoveKey, "d", [], "a");

        Assert.Equal(0, _machine.Count);
    }

    [Fact]
    public void A_lock_is_one_owners_until_its_time_is_over_on_the_clusters_clock()
    {
        var first = Apply(ContainerOp.Acquire, "k", [1000], 100, "ana");
        var tooEarly = Apply(ContainerOp.Acquire, "k", [1000], 1099, "bob");
        var late = Apply(ContainerOp.Acquire, "k", [1000], 1100, "bob");

        Assert.Equal([1, 1], first.Numbers);
        Assert.Equal(("ana", "0 1 1"), (tooEarly.Text, string.Join(' ', tooEarly.Numbers)));
        Assert.Equal([1, 3], late.Numbers);
    }

    [Fact]
    public void Who_asks_again_keeps_the_token_and_loses_no_time()
    {
        Apply(ContainerOp.Acquire, "k", [5000], 0, "ana");

        Assert.Equal([1, 1], Apply(ContainerOp.Acquire, "k", [10], 1000, "ana").Numbers);

        Assert.Equal(0, Apply(ContainerOp.Acquire, "k", [10], 4999, "bob").Numbers[0]);
    }

    [Fact]
    public void A_lock_that_ran_out_is_not_renewed_and_not_released_by_who_had_it()
    {
        Apply(ContainerOp.Acquire, "k", [1000], 0, "ana");
        Apply(ContainerOp.Acquire, "k", [1000], 1000, "bob");

        Assert.Equal([0], Apply(ContainerOp.Renew, "k", [1000, 1], 1001, "ana").Numbers);
        Assert.Equal([0], Apply(ContainerOp.Release, "k", [1], 1002, "ana").Numbers);
        Assert.Equal([1, 2], Apply(ContainerOp.Renew, "k", [1000, 2], 1003, "bob").Numbers);
        Assert.Equal([1], Apply(ContainerOp.Release, "k", [2], 1004, "bob").Numbers);
    }

    [Fact]
    public void The_clock_of_the_locks_never_runs_back()
    {
        Apply(ContainerOp.SetValue, "v", [], 9000, "1");

        Apply(ContainerOp.Acquire, "k", [1000], 20, "ana");

        Assert.Equal(0, Apply(ContainerOp.Acquire, "k", [1000], 9999, "bob").Numbers[0]);
        Assert.Equal([1, 4], Apply(ContainerOp.Acquire, "k", [1000], 10_000, "bob").Numbers);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(86_400_001)]
    public void A_lock_for_too_short_or_too_long_is_refused(long ms) =>
        Assert.Equal("a lock is had for 10 ms to 1 day", Apply(ContainerOp.Acquire, "k", [ms], "ana").Text);

    [Fact]
    public void There_are_so_many_containers_and_no_more_but_locks_that_ran_out_make_room()
    {
        Apply(ContainerOp.Acquire, "k", [1000], 0, "ana");
        for (var i = 1; i < ContainerLimits.MaxContainers; i++)
            Apply(ContainerOp.SetValue, $"v{i}", [], 0, "1");

        Assert.Equal(ContainerOp.Refused, Apply(ContainerOp.SetValue, "more", [], 999, "1").Op);
        Assert.Equal(ContainerOp.Done, Apply(ContainerOp.SetValue, "v1", [], 999, "2").Op);
        Assert.Equal(ContainerOp.Done, Apply(ContainerOp.SetValue, "more", [], 1000, "1").Op);
    }

    [Fact]
    public void Nonsense_is_answered_and_changes_nothing()
    {
        Apply(ContainerOp.SetValue, "v", [], "1");
        var before = ImageOf(_machine);
        var good = new ContainerFrame(ContainerOp.Merge, "d", [1, 2], [Bytes("a"), Bytes("b")]).ToBytes().ToArray();
        var dice = new Random(7);

        for (var i = 0; i < 20_000; i++)
        {
            var bytes = good.AsSpan(0, dice.Next(good.Length + 1)).ToArray();
            if (bytes.Length > 0)
                bytes[dice.Next(bytes.Length)] = (byte)dice.Next(256);
            if (ContainerFrame.Read(bytes, out _) is null)
                Assert.Equal(ContainerOp.Refused, Frame(_machine.Apply(new CommandContext(++_index, 1), bytes)).Op);
            Assert.NotNull(ContainerFrame.Read(_machine.Query(bytes), out _));
        }

        Assert.Equal(before, ImageOf(_machine));
        Assert.Equal(ContainerOp.Refused, Apply((ContainerOp)99, "v", []).Op);
        Assert.Equal(ContainerOp.Refused, Apply(ContainerOp.Merge, "d", [], "a key without a value").Op);
    }

    private ContainerFrame Apply(ContainerOp op, string name, long[] numbers, params string[] blobs) =>
        Apply(op, name, numbers, 0, blobs);

    private ContainerFrame Apply(ContainerOp op, string name, long[] numbers, long clockMs, params string[] blobs)
    {
        var command = new ContainerFrame(op, name, numbers, [.. blobs.Select(Bytes)]);
        return Frame(_machine.Apply(new CommandContext(++_index, 1, clockMs), command.ToBytes()));
    }

    private static ContainerFrame Frame(ReadOnlyMemory<byte> bytes) =>
        ContainerFrame.Read(bytes, out var problem) ?? throw new InvalidDataException(problem);

    private static byte[] ImageOf(ContainerMachine machine)
    {
        using var image = new MemoryStream();
        machine.Capture().WriteTo(image);
        return image.ToArray();
    }

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
