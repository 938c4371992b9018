using System.Buffers.Binary;
using System.Text;
using Raft.Actors.Protocol;
using Raft.Actors.Protocol.Serialization;

namespace Raft.Specs.Protocol;

/// <summary>What happens to bytes that are not what was written.</summary>
public class DamageSpecs
{
    private static readonly Type[] Records = [.. Samples.Types.Where(t => t.IsSubclassOf(typeof(RaftEvent)))];

    public static TheoryData<string> RecordTypes => [.. Records.Select(t => t.FullName!)];

    [Theory]
    [MemberData(nameof(RecordTypes))]
    public void A_record_with_any_one_byte_changed_is_reported_with_its_manifest(string type)
    {
        var record = new Samples(11).Draw(RoundTripSpecs.TypeOf(type));
        var manifest = RaftCodec.ManifestOf(record);
        var written = RaftCodec.Encode(record);
        var dice = new Random(11);
        for (var i = 0; i < written.Length; i++)
        {
            var damaged = (byte[])written.Clone();
            damaged[i] ^= (byte)dice.Next(1, 256);
            var thrown = Assert.Throws<CorruptRecordException>(() => RaftCodec.Decode(manifest, damaged));
            Assert.Equal(manifest, thrown.Manifest);
        }
    }

    [Theory]
    [MemberData(nameof(RecordTypes))]
    public void A_torn_record_is_reported_wherever_it_was_torn(string type)
    {
        var record = new Samples(12).Draw(RoundTripSpecs.TypeOf(type));
        var written = RaftCodec.Encode(record);
        for (var length = 0; length < written.Length; length++)
        {
            Assert.Throws<CorruptRecordException>(
                () => RaftCodec.Decode(RaftCodec.ManifestOf(record), written[..length]));
        }
    }

    [Fact]
    public void A_record_under_the_manifest_of_another_is_reported()
    {
        foreach (var written in Records.Select(type => new Samples(13).Draw(type)))
        {
            var bytes = RaftCodec.Encode(written);
            foreach (var other in RaftCodec.Types.Where(t => Records.Contains(t.Type) && t.Type != written.GetType()))
                Assert.Throws<CorruptRecordException>(() => RaftCodec.Decode(other.Manifest, bytes));
        }
    }

    [Fact]
    public void The_report_tells_the_manifest_and_in_time_the_position()
    {
        var report = new CorruptRecordException("EA", "the checksum does not fit").At("sequence number 42");

        Assert.Equal(
            "damaged record with manifest 'EA' at sequence number 42: the checksum does not fit", report.Message);
        Assert.Equal(("EA", "sequence number 42"), (report.Manifest, report.Position));
    }

    [Fact]
    public void A_record_of_a_newer_format_is_refused_as_newer_and_not_as_damaged()
    {
        var newer = Seal("TS", 2, [0x08, 0x05]);

        var thrown = Assert.Throws<UnreadableMessageException>(() => RaftCodec.Decode("TS", newer));

        Assert.Contains("format version 2", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_that_this_version_does_not_know_is_passed_over()
    {
        // Field 100 in each of the four layouts, before and after the term.
        byte[] unknown = [0xA0, 6, 9, 0xA1, 6, 1, 2, 3, 4, 5, 6, 7, 8, 0xA2, 6, 2, 1, 2, 0xA5, 6, 1, 2, 3, 4];

        var read = RaftCodec.Decode("TN", [.. unknown, 0x08, 0x07, .. unknown]);

        Assert.Equal(new TimeoutNow(7), read);
    }

    [Fact]
    public void An_unknown_manifest_is_named()
    {
        var thrown = Assert.Throws<UnreadableMessageException>(() => RaftCodec.Decode("ZZ", [1, 2, 3]));

        Assert.Contains("'ZZ'", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CR", new byte[] { 0x08, 0x07 }, "7 is no consistency of reads that this version knows")]
    [InlineData("NS", new byte[] { 0x10, 0x03 }, "3 is no role that this version knows")]
    [InlineData("AE", new byte[] { 0x3A, 0x04, 0x08, 0x01, 0x18, 0x09 }, "9 is no kind of entry")]
    [InlineData("AE", new byte[] { 0x3A, 0x00 }, "an entry has index 0")]
    [InlineData("AE", new byte[] { 0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F }, "claims 4294967295 bytes and 0 are left")]
    [InlineData("AE", new byte[] { 58, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1 }, "claims 18446744073709551615")]
    [InlineData("CX", new byte[] { 0x0A, 0x01, 0xFF }, "Refused")]
    [InlineData("PE", new byte[] { 0x12, 0x01, 0x2F }, "field 2 does not name a node")]
    [InlineData("CL", new byte[] { 0x22, 0x02, 67, 76 }, "'CL' within it is nothing that may stand there")]
    [InlineData("CT", new byte[] { 0x12, 0x02, 67, 84 }, "'CT' within it is nothing that may stand there")]
    [InlineData("CT", new byte[] { 0x12, 0x02, 69, 65 }, "'EA' within it is nothing that may stand there")]
    [InlineData("TN", new byte[] { 0x0A, 0x00 }, "field 1 is laid out as Delimited and not as Varint")]
    [InlineData("TN", new byte[] { 0x0B }, "field 1 is laid out as 3 and not as Varint")]
    [InlineData("TN", new byte[] { 0x00 }, "0 is no field number")]
    [InlineData("TN", new byte[] { 0x08, 0x80 }, "a number is cut off")]
    public void What_is_wrong_with_a_message_is_said(string manifest, byte[] bytes, string why)
    {
        var thrown = Assert.Throws<UnreadableMessageException>(() => RaftCodec.Decode(manifest, bytes));

        Assert.Contains(why, thrown.Message, StringComparison.Ordinal);
        Assert.Equal(manifest, thrown.Manifest);
    }

    [Fact]
    public void An_absurd_length_is_refused_without_allocating_for_it()
    {
        byte[] claims2Gb = [0x1A, 0xF0, 0xFF, 0xFF, 0xFF, 0x07, 1, 2, 3];
        Assert.Throws<UnreadableMessageException>(() => RaftCodec.Decode("CC", claims2Gb));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<UnreadableMessageException>(() => RaftCodec.Decode("CC", claims2Gb));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void Garbage_under_any_manifest_gives_a_message_or_a_typed_refusal()
    {
        var dice = new Random(5);
        foreach (var (type, manifest) in RaftCodec.Types)
        {
            for (var seed = 0; seed < 1_000; seed++)
            {
                ReadOrRefuse(manifest, Noise(dice));
                ReadOrRefuse(manifest, Mutation(dice, RaftCodec.Encode(new Samples(seed).Draw(type)), manifest));
            }
        }
    }

    private static void ReadOrRefuse(string manifest, byte[] bytes)
    {
        try
        {
            RaftCodec.Decode(manifest, bytes);
        }
        catch (Exception thrown) when (thrown is UnreadableMessageException or CorruptRecordException)
        {
            // that is the answer
        }
    }

    private static byte[] Noise(Random dice)
    {
        var bytes = new byte[dice.Next(40)];
        dice.NextBytes(bytes);
        return bytes;
    }

    // Damage that a checksum does not stop: a record is sealed anew, so that the reader itself meets it.
    private static byte[] Mutation(Random dice, byte[] written, string manifest)
    {
        for (var changes = dice.Next(1, 4); changes > 0 && written.Length > 0; changes--)
            written[dice.Next(written.Length)] = (byte)dice.Next(256);
        var isRecord = Records.Any(type => RaftCodec.Types.Contains((type, manifest)));
        return isRecord ? Seal(manifest, RaftCodec.RecordVersion, written.AsSpan(5)) : written;
    }

    private static byte[] Seal(string manifest, byte version, ReadOnlySpan<byte> body)
    {
        byte[] covered = [version, .. Encoding.ASCII.GetBytes(manifest), .. body];
        byte[] sealedRecord = [version, 0, 0, 0, 0, .. body];
        BinaryPrimitives.WriteUInt32LittleEndian(sealedRecord.AsSpan(1), Crc32C.Of(covered));
        return sealedRecord;
    }
}
