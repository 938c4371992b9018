namespace Raft.Actors.Machines;

/// <summary>
/// Commands, queries and answers as bytes: a format version, a kind, then the fields. Entries live in logs for years,
/// so a kind keeps its number and its fields for ever; a change of fields is a new kind.
/// </summary>
public static class KeyValueCodec
{
    /// <summary>The first byte of everything written here.</summary>
    public const byte Version = 1;

    private enum Kind : byte
    {
        Put = 1,
        Delete = 2,
        CompareAndPut = 3,

        Get = 16,
        List = 17,

        Written = 32,
        Deleted = 33,
        Mismatch = 34,
        Found = 35,
        Missing = 36,
        Listed = 37,
        Unreadable = 38,
    }

    /// <summary>Writes a command.</summary>
    public static ReadOnlyMemory<byte> Encode(KeyValueCommand command) => command switch
    {
        KeyValueCommand.Put put =>
            Begin(Kind.Put, put.Value.Length + (3 * put.Key.Length)).Text(put.Key).Blob(put.Value.Span).Written,
        KeyValueCommand.Delete delete =>
            Begin(Kind.Delete).Text(delete.Key).Written,
        KeyValueCommand.CompareAndPut put =>
            Begin(Kind.CompareAndPut, put.Value.Length + (3 * put.Key.Length))
                .Text(put.Key).Blob(put.Value.Span).Number(put.IfIndex).Written,
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "no such command"),
    };

    /// <summary>Writes a query.</summary>
    public static ReadOnlyMemory<byte> Encode(KeyValueQuery query) => query switch
    {
        KeyValueQuery.Get get => Begin(Kind.Get).Text(get.Key).Written,
        KeyValueQuery.List list => Begin(Kind.List).Text(list.Prefix).Number(list.Limit).Text(list.After).Written,
        _ => throw new ArgumentOutOfRangeException(nameof(query), query, "no such query"),
    };

    /// <summary>Writes an answer.</summary>
    public static ReadOnlyMemory<byte> Encode(KeyValueAnswer answer) => answer switch
    {
        KeyValueAnswer.Written => Begin(Kind.Written).Written,
        KeyValueAnswer.Deleted deleted => Begin(Kind.Deleted).Flag(deleted.Existed).Written,
        KeyValueAnswer.Mismatch mismatch => Begin(Kind.Mismatch).Number(mismatch.CurrentIndex).Written,
        KeyValueAnswer.Found found => Item(Begin(Kind.Found, found.Item.Value.Length), found.Item).Written,
        KeyValueAnswer.Missing => Begin(Kind.Missing).Written,
        KeyValueAnswer.Listed listed => Items(Begin(Kind.Listed, 1024), listed).Written,
        KeyValueAnswer.Unreadable unreadable => Begin(Kind.Unreadable).Text(unreadable.Problem).Written,
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "no such answer"),
    };

    /// <summary>Reads a command; null, and why in <paramref name="problem"/>, when these bytes are not one.</summary>
    public static KeyValueCommand? DecodeCommand(ReadOnlyMemory<byte> bytes, out string problem)
    {
        var kind = Open(bytes, out var reader, out problem);
        KeyValueCommand? command = kind switch
        {
            Kind.Put => new KeyValueCommand.Put(reader.Text(), reader.Blob()),
            Kind.Delete => new KeyValueCommand.Delete(reader.Text()),
            Kind.CompareAndPut => new KeyValueCommand.CompareAndPut(reader.Text(), reader.Blob(), reader.Number()),
            _ => null,
        };
        return Close(command, kind, reader, ref problem);
    }

    /// <summary>Reads a query; null, and why in <paramref name="problem"/>, when these bytes are not one.</summary>
    public static KeyValueQuery? DecodeQuery(ReadOnlyMemory<byte> bytes, out string problem)
    {
        var kind = Open(bytes, out var reader, out problem);
        KeyValueQuery? query = kind switch
        {
            Kind.Get => new KeyValueQuery.Get(reader.Text()),
            Kind.List => new KeyValueQuery.List(reader.Text(), Clamp(reader.Number()), reader.Text()),
            _ => null,
        };
        return Close(query, kind, reader, ref problem);
    }

    /// <summary>Reads an answer; bytes that are none come back as <see cref="KeyValueAnswer.Unreadable"/>.</summary>
    public static KeyValueAnswer DecodeAnswer(ReadOnlyMemory<byte> bytes)
    {
        var kind = Open(bytes, out var reader, out var problem);
        KeyValueAnswer? answer = kind switch
        {
            Kind.Written => KeyValueAnswer.Written.Instance,
            Kind.Deleted => new KeyValueAnswer.Deleted(reader.Flag()),
            Kind.Mismatch => new KeyValueAnswer.Mismatch(reader.Number()),
            Kind.Found => new KeyValueAnswer.Found(Item(ref reader)),
            Kind.Missing => KeyValueAnswer.Missing.Instance,
            Kind.Listed => Items(ref reader),
            Kind.Unreadable => new KeyValueAnswer.Unreadable(reader.Text()),
            _ => null,
        };
        return Close(answer, kind, reader, ref problem) ?? new KeyValueAnswer.Unreadable(problem);
    }

    private static CompactWriter Begin(Kind kind, int payload = 0) =>
        new CompactWriter(payload + 64).Byte(Version).Byte((byte)kind);

    private static Kind Open(ReadOnlyMemory<byte> bytes, out CompactReader reader, out string problem)
    {
        reader = new CompactReader(bytes);
        var version = reader.Byte();
        var kind = (Kind)reader.Byte();
        problem = (reader.Broken, version) switch
        {
            (true, _) => "too short",
            (_, Version) => "",
            _ => $"format version {version}, and this build reads version {Version}",
        };
        return problem.Length == 0 ? kind : default;
    }

    private static T? Close<T>(T? message, Kind kind, CompactReader reader, ref string problem)
        where T : class
    {
        if (message is not null && reader.Complete)
            return message;
        if (problem.Length == 0)
            problem = message is null
                ? $"kind {(byte)kind} is not known here"
                : $"the fields of kind {(byte)kind} are damaged";
        return null;
    }

    private static CompactWriter Item(CompactWriter writer, KeyValueItem item) =>
        writer.Text(item.Key).Blob(item.Value.Span).Number(item.Index).Number(item.Term);

    private static KeyValueItem Item(ref CompactReader reader) =>
        new(reader.Text(), reader.Blob(), reader.Number(), reader.Number());

    private static CompactWriter Items(CompactWriter writer, KeyValueAnswer.Listed listed)
    {
        writer.Flag(listed.More).Number(listed.Items.Count);
        foreach (var item in listed.Items)
            Item(writer, item);
        return writer;
    }

    private static KeyValueAnswer.Listed Items(ref CompactReader reader)
    {
        var more = reader.Flag();
        var items = new List<KeyValueItem>();
        for (var left = reader.Number(); left > 0 && !reader.Broken; left--)
            items.Add(Item(ref reader));
        return new KeyValueAnswer.Listed(items, more);
    }

    private static int Clamp(long number) => (int)Math.Min(number, int.MaxValue);
}
