using System.Globalization;

namespace Raft.Host;

/// <summary>
/// Lengths of time as people write them: <c>500ms</c>, <c>2s</c>, <c>1.5s</c>, <c>1m</c>; a bare number is seconds.
/// </summary>
public static class Durations
{
    /// <summary>Reads a positive length of time up to a day.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        var (number, unitMs) = text switch
        {
            _ when text.EndsWith("ms", StringComparison.Ordinal) => (text[..^2], 1.0),
            _ when text.EndsWith('s') => (text[..^1], 1_000.0),
            _ when text.EndsWith('m') => (text[..^1], 60_000.0),
            _ => (text, 1_000.0),
        };
        duration = default;
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
            return false;
        if (amount * unitMs is not (> 0 and <= 86_400_000))
            return false;
        duration = TimeSpan.FromMilliseconds(amount * unitMs);
        return true;
    }

    /// <summary>Writes a length of time so that <see cref="TryParse"/> reads it.</summary>
    public static string Text(TimeSpan duration) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, (long)duration.TotalMilliseconds)}ms");
}
