using Raft.Actors.Protocol;
using Raft.Actors.Protocol.Serialization;

namespace Raft.Specs.Protocol;

public class RoundTripSpecs
{
    private const int DrawsOfEachType = 300;

    // What only ever travels within another message.
    private static readonly Type[] Parts =
        [typeof(LogEntry), typeof(ClusterConfiguration), typeof(Member), typeof(SnapshotHeader), typeof(PeerStatus)];

    public static TheoryData<string> Types => [.. Samples.Types.Select(t => t.FullName!)];

    [Theory]
    [MemberData(nameof(Types))]
    public void What_is_written_is_read_back_in_every_part(string type)
    {
        for (var seed = 0; seed < DrawsOfEachType; seed++)
        {
            var message = new Samples(seed).Draw(TypeOf(type));
            var read = RaftCodec.Decode(RaftCodec.ManifestOf(message), RaftCodec.Encode(message));
            Assert.Equal(Structure.Of(message), Structure.Of(read));
        }
    }

    [Fact]
    public void Every_type_of_the_protocol_has_a_format_and_a_sample()
    {
        var types = typeof(PeerMessage).Assembly.GetTypes()
            .Where(t => t.Namespace == typeof(PeerMessage).Namespace && t is { IsClass: true, IsAbstract: false })
            .Where(t => t.IsVisible && !t.IsSubclassOf(typeof(Exception)) && !Parts.Contains(t))
            .OrderBy(t => t.FullName, StringComparer.Ordinal)
            .ToList();

        Assert.Equal(types, RaftCodec.Types.Select(t => t.Type).OrderBy(t => t.FullName, StringComparer.Ordinal));
        Assert.Equal(types, Samples.Types.OrderBy(t => t.FullName, StringComparer.Ordinal));
    }

    [Fact]
    public void No_two_types_share_a_manifest() =>
        Assert.Distinct(RaftCodec.Types.Select(t => t.Manifest));

    [Fact]
    public void A_type_without_a_format_is_refused_by_name()
    {
        var thrown = Assert.Throws<ArgumentException>(() => RaftCodec.Encode(new Version(1, 0)));
        Assert.Contains("System.Version", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vote_for_nobody_is_refused_before_it_reaches_the_journal() =>
        Assert.Throws<ArgumentException>(() => RaftCodec.Encode(new VoteCast(3, default)));

    [Fact]
    public void A_snapshot_shares_the_bytes_it_was_read_from_instead_of_copying_its_image()
    {
        var drawn = new Samples(7).Draw<LedgerSnapshot>() with { Image = new byte[100_000] };
        var bytes = RaftCodec.Encode(drawn);

        var read = (LedgerSnapshot)RaftCodec.Decode("LS", bytes);

        Assert.True(read.Image.Span.Overlaps(bytes));
    }

    [Fact]
    public void Messages_larger_than_any_buffer_of_the_pool_are_written_too()
    {
        var command = new byte[5_000_000];
        new Random(1).NextBytes(command);
        var entry = new LogEntry { Index = 1, Term = 1, Kind = EntryKind.Command, Payload = command };

        var read = (EntriesAppended)RaftCodec.Decode("EA", RaftCodec.Encode(new EntriesAppended(0, [entry, entry])));

        Assert.Equal([entry, entry], read.Entries);
    }

    internal static Type TypeOf(string name) => typeof(PeerMessage).Assembly.GetType(name, throwOnError: true)!;
}
