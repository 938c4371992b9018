using System.Text;

namespace Raft.Specs.Fuzz;

/// <summary>What one request is made of: the same seed and number draw the same.</summary>
internal sealed class FuzzDice(int seed, int number)
{
    private static readonly string[] NastyNumbers =
    [
        "0", "-1", "1", "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "1e9",
        "NaN", "0x10", "٣", "1,0", " 1", "", "18446744073709551616",
    ];

    private static readonly string[] NastyTexts =
    [
        "", " ", "\0", "..", "../../etc/passwd", "%00", "%ff%fe", "%zz", "%", "a%2fb", "<script>alert(1)</script>",
        "'; DROP TABLE x; --", "\r\nX-Injected: 1", "{}", "[]", "null", "true", "\"", "\\", "${jndi:ldap://a}",
        "ключ", "\u202e", "🦀", "Node1", "*", "akka://raft/user",
    ];

    public Random Random { get; } = new(HashCode.Combine(seed, number));

    public bool Chance(double share) => Random.NextDouble() < share;

    public T Pick<T>(params ReadOnlySpan<T> choices) => choices[Random.Next(choices.Length)];

    public string Number() => Chance(0.7) ? Pick<string>(NastyNumbers) : $"{Random.NextInt64()}";

    /// <summary>A text that somebody did not think of.</summary>
    public string Text() => Random.Next(4) switch
    {
        0 => Number(),
        1 => Encoding.Latin1.GetString(Bytes(Random.Next(1, 40))),
        2 => new string((char)Random.Next('!', '~'), Random.Next(1, 3000)),
        _ => Pick<string>(NastyTexts),
    };

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        Random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>Changes something here and there: bits, bytes left out, said twice or made up.</summary>
    public byte[] Mutate(byte[] original)
    {
        var bytes = new List<byte>(original);
        for (var changes = Random.Next(1, 9); changes > 0; changes--)
        {
            var at = Random.Next(bytes.Count + 1);
            var length = Math.Min(Random.Next(1, 40), bytes.Count - at);
            switch (Random.Next(5))
            {
                case 0 when at < bytes.Count: bytes[at] ^= (byte)(1 << Random.Next(8)); break;
                case 1: bytes.RemoveRange(at, length); break;
                case 2: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                case 3: bytes.InsertRange(at, Bytes(Random.Next(1, 20))); break;
                default:
                    bytes.InsertRange(at, Encoding.Latin1.GetBytes(Pick<string>(NastyNumbers.AsSpan(0, 7))));
                    break;
            }
        }
        return [.. bytes];
    }
}
