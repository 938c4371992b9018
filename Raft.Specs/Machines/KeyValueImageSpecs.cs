using Raft.Actors.Machines;

namespace Raft.Specs.Machines;

public sealed class KeyValueImageSpecs
{
    [Fact]
    public void A_restored_machine_answers_as_the_first_one_did()
    {
        var first = Machine("ünïcode", "empty", "b", "a");
        first.Apply(new(9, 2), KeyValueCodec.Encode(new KeyValueCommand.Put("large", new byte[300_000])));
        first.Apply(new(10, 2), KeyValueCodec.Encode(new KeyValueCommand.Put("empty", default)));

        var second = new KeyValueMachine();
        second.Restore(new MemoryStream(Image(first)));

        var everything = KeyValueCodec.Encode(new KeyValueQuery.List("", 1000, ""));
        Assert.Equal(first.Query(everything).ToArray(), second.Query(everything).ToArray());
        Assert.Equal(5, second.Count);
    }

    [Fact]
    public void Equal_maps_are_equal_bytes_whatever_their_past()
    {
        var plain = Machine("a", "b", "c");
        var eventful = new KeyValueMachine();
        foreach (var (index, key) in new[] { (1L, "a"), (3L, "c"), (2L, "b") })
            eventful.Apply(new(index, 1), KeyValueCodec.Encode(new KeyValueCommand.Put(key, new byte[] { 1 })));
        eventful.Apply(new(4, 1), KeyValueCodec.Encode(new KeyValueCommand.Put("gone", new byte[] { 1 })));
        eventful.Apply(new(5, 1), KeyValueCodec.Encode(new KeyValueCommand.Delete("gone")));

        Assert.Equal(Image(plain), Image(eventful));
    }

    [Fact]
    public void A_picture_does_not_change_with_what_comes_after_it()
    {
        var machine = Machine("a", "b");
        var before = Image(machine);
        var picture = machine.Capture();

        machine.Apply(new(3, 1), KeyValueCodec.Encode(new KeyValueCommand.Delete("a")));

        Assert.Equal(before, Bytes(picture));
        Assert.NotEqual(before, Image(machine));
    }

    [Fact]
    public void A_damaged_image_is_refused_and_changes_nothing()
    {
        var image = Image(Machine("a", "b"));
        var machine = Machine("untouched");

        for (var length = 0; length < image.Length; length++)
            Refuses(machine, image[..length]);
        Refuses(machine, [.. image, 0]);
        Refuses(machine, [2, .. image[1..]]);
        Refuses(machine, [1, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0x07]);
    }

    private static void Refuses(KeyValueMachine machine, byte[] image)
    {
        var before = Image(machine);
        Assert.Throws<InvalidDataException>(() => machine.Restore(new MemoryStream(image)));
        Assert.Equal(before, Image(machine));
    }

    private static KeyValueMachine Machine(params string[] keys)
    {
        var machine = new KeyValueMachine();
        for (var n = 0; n < keys.Length; n++)
            machine.Apply(new(n + 1, 1), KeyValueCodec.Encode(new KeyValueCommand.Put(keys[n], new byte[] { 1 })));
        return machine;
    }

    private static byte[] Image(KeyValueMachine machine) => Bytes(machine.Capture());

    private static byte[] Bytes(IMachineImage image)
    {
        using var bytes = new MemoryStream();
        image.WriteTo(bytes);
        return bytes.ToArray();
    }
}
