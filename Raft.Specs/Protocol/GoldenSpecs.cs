using System.Runtime.CompilerServices;
using Raft.Actors.Protocol.Serialization;

namespace Raft.Specs.Protocol;

/// <summary>
/// One value of each type and its bytes, as they were when the format was laid down (golden.txt). A node must read
/// what an older one wrote, so a line there is never changed. <c>RAFT_GOLDEN=write</c> adds those of types that have
/// none.
/// </summary>
public class GoldenSpecs
{
    public static TheoryData<string> Manifests => [.. RaftCodec.Types.Select(t => t.Manifest)];

    [Theory]
    [MemberData(nameof(Manifests))]
    public void The_bytes_of_a_type_never_change(string manifest)
    {
        var golden = Golden();
        Assert.True(golden.Contains(manifest), $"golden.txt lacks {manifest}: run this with RAFT_GOLDEN=write");
        foreach (var (bytes, value) in golden[manifest])
        {
            var read = RaftCodec.Decode(manifest, Convert.FromHexString(bytes));

            Assert.Equal(value, Structure.Of(read));
            Assert.Equal(bytes, Convert.ToHexStringLower(RaftCodec.Encode(read)));
        }
    }

    [Fact]
    public void A_part_that_came_later_has_bytes_of_its_own_beside_those_without_it()
    {
        var golden = Golden();
        var grown = RaftCodec.Types.Where(t => Structure.LaterPartsOf(t.Type).Any()).ToList();

        Assert.NotEmpty(grown);
        Assert.All(grown,
            t => Assert.Equal([false, true], golden[t.Manifest].Select(row => Tells(row.Value, t.Type)).Order()));
    }

    private static ILookup<string, (string Bytes, string Value)> Golden([CallerFilePath] string source = "")
    {
        if (Environment.GetEnvironmentVariable("RAFT_GOLDEN") == "write")
            AddMissing(Path.Combine(Path.GetDirectoryName(source)!, "golden.txt"));
        return Read(Path.Combine(AppContext.BaseDirectory, "Protocol", "golden.txt"));
    }

    // Two lines each: the manifest and the bytes; the value.
    private static ILookup<string, (string Bytes, string Value)> Read(string file) =>
        File.ReadLines(file).Chunk(2).ToLookup(two => two[0][..2], two => (two[0][2..].Trim(), two[1]));

    private static void AddMissing(string file)
    {
        var known = Read(file);
        foreach (var (type, manifest) in RaftCodec.Types)
        {
            if (known.Contains(manifest)
                && (!Structure.LaterPartsOf(type).Any() || known[manifest].Any(row => Tells(row.Value, type))))
                continue;
            var sample = Telling(type);
            var bytes = Convert.ToHexStringLower(RaftCodec.Encode(sample));
            File.AppendAllLines(file, [$"{manifest} {bytes}".Trim(), Structure.Of(sample)]);
        }
    }

    private static bool Tells(string value, Type type) =>
        Structure.LaterPartsOf(type).All(part => value.Contains($" {part} = ", StringComparison.Ordinal));

    // The longest of a few draws that a person can still read: in it, most fields are set, and all that came later.
    private static object Telling(Type type) => Enumerable.Range(20, 40)
        .Select(seed => new Samples(seed).Draw(type))
        .Where(sample => Tells(Structure.Of(sample), type))
        .OrderBy(sample => RaftCodec.Encode(sample).Length is var size && size > 200 ? size : -size)
        .First();
}
