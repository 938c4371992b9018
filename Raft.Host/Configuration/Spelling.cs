namespace Raft.Host.Configuration;

/// <summary>Guesses what someone meant to write.</summary>
internal static class Spelling
{
    /// <summary>
    /// The known word nearest to <paramref name="written"/>, or null when none is near enough to be meant.
    /// </summary>
    public static string? Nearest(string written, IEnumerable<string> known)
    {
        var (distance, word) = known
            .Select(word => (Distance: Distance(written, word), Word: word))
            .OrderBy(guess => guess.Distance)
            .ThenBy(guess => guess.Word, StringComparer.Ordinal)
            .FirstOrDefault((int.MaxValue, ""));
        return distance <= Math.Max(1, written.Length / 4) ? word : null;
    }

    // Levenshtein: how many letters to add, drop or change.
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var change = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j - 1], diagonal) + 1);
            }
        }
        return row[^1];
    }
}
