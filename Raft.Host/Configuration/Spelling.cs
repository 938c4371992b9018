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

    // How many letters to add, drop or change, or to exchange with their neighbours.
    private static int Distance(string from, string to)
    {
        var steps = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    steps[i, j] = i + j;
                    continue;
                }

                var change = steps[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                steps[i, j] = Math.Min(change, Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                    steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
            }
        }

        return steps[from.Length, to.Length];
    }
}
