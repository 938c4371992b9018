using System.Globalization;
using System.Text.RegularExpressions;

namespace Akka.Configuration.Hocon;

/// <summary>Durations and sizes, with exactly the units that Akka.NET reads.</summary>
internal static partial class HoconUnits
{
    private static readonly Dictionary<string, long> BytesPerUnit = ByteUnits();

    /// <exception cref="FormatException">It is negative, or no number, or its unit is unknown.</exception>
    public static TimeSpan TimeSpan(string? text, bool allowInfinite)
    {
        ArgumentNullException.ThrowIfNull(text);
        var match = NumberAndUnit().Match(text);
        if (match.Success && InUnit(match.Groups["unit"].Value, match.Groups["number"].Value) is { } duration)
            return duration;
        if (allowInfinite && text.Equals("infinite", StringComparison.OrdinalIgnoreCase))
            return Timeout.InfiniteTimeSpan;
        return System.TimeSpan.FromMilliseconds(Positive(text));
    }

    /// <exception cref="FormatException">It is no whole number, or its unit is unknown.</exception>
    public static long ByteSize(string text)
    {
        var digits = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        var unit = text[digits..].Trim();
        if (digits == 0 || unit.Length == 0)
            return long.Parse(text, CultureInfo.InvariantCulture);
        if (!BytesPerUnit.TryGetValue(unit, out var bytes))
            throw new FormatException($"{unit} is not a valid byte size suffix");
        return unchecked(bytes * long.Parse(text.AsSpan(0, digits), CultureInfo.InvariantCulture));
    }

    // "us" is missing as it is in Akka.NET, which then reads "5us" as a bare number and fails.
    private static TimeSpan? InUnit(string unit, string number) => unit switch
    {
        "ns" or "nano" or "nanos" or "nanosecond" or "nanoseconds" => Ticks(Positive(number), 1_000_000),
        "micro" or "micros" or "microsecond" or "microseconds" => Ticks(Positive(number), 1_000),
        "ms" or "milli" or "millis" or "millisecond" or "milliseconds" =>
            System.TimeSpan.FromMilliseconds(Positive(number)),
        "s" or "second" or "seconds" => System.TimeSpan.FromSeconds(Positive(number)),
        "m" or "minute" or "minutes" => System.TimeSpan.FromMinutes(Positive(number)),
        "h" or "hour" or "hours" => System.TimeSpan.FromHours(Positive(number)),
        "d" or "day" or "days" => System.TimeSpan.FromDays(Positive(number)),
        _ => null,
    };

    private static TimeSpan Ticks(double value, double perMillisecond) =>
        System.TimeSpan.FromTicks((long)Math.Round(System.TimeSpan.TicksPerMillisecond * value / perMillisecond));

    private static double Positive(string text)
    {
        var value = double.Parse(text, NumberFormatInfo.InvariantInfo);
        return value < 0 ? throw new FormatException($"Expected a positive value instead of {value}") : value;
    }

    // Powers of 1,024 by one letter, of 1,000 by two: "1M" is 1,048,576 and "1MB" is 1,000,000.
    private static Dictionary<string, long> ByteUnits()
    {
        var units = new Dictionary<string, long> { ["b"] = 1, ["B"] = 1, ["byte"] = 1, ["bytes"] = 1 };
        var (binary, decimals) = (1L, 1L);
        foreach (var (letter, two, ten) in new[]
        {
            ("K", "kibi", "kilo"), ("M", "mebi", "mega"), ("G", "gibi", "giga"),
            ("T", "tebi", "tera"), ("P", "pebi", "peta"), ("E", "exbi", "exa"),
        })
        {
            (binary, decimals) = (binary * 1024, decimals * 1000);
            foreach (var name in new[] { letter, letter.ToLowerInvariant(), letter + "i", letter + "iB", two + "byte" })
                units[name] = binary;
            units[two + "bytes"] = binary;
            units[(letter == "K" ? "k" : letter) + "B"] = decimals;
            units[ten + "byte"] = decimals;
            units[ten + "bytes"] = decimals;
        }

        return units;
    }

    [GeneratedRegex(@"^(?<number>[0-9]+(\.[0-9]+)?)\s*(?<unit>[a-z]+)$")]
    private static partial Regex NumberAndUnit();
}
