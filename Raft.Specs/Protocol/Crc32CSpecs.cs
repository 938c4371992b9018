using System.Text;
using Raft.Actors.Protocol;

namespace Raft.Specs.Protocol;

public class Crc32CSpecs
{
    [Theory]
    [InlineData("", 0x00000000u)]
    [InlineData("123456789", 0xE3069283u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x22620404u)]
    public void It_is_the_checksum_that_everyone_calls_CRC_32C(string text, uint checksum) =>
        Assert.Equal(checksum, Crc32C.Of(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void The_checksum_of_the_whole_can_be_taken_part_by_part()
    {
        var bytes = new byte[100];
        new Random(3).NextBytes(bytes);
        for (var cut = 0; cut <= bytes.Length; cut++)
            Assert.Equal(Crc32C.Of(bytes), Crc32C.Append(Crc32C.Of(bytes.AsSpan(0, cut)), bytes.AsSpan(cut)));
    }
}
