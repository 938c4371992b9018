namespace Akka.Configuration.Hocon;

internal static class HoconPath
{
    /// <summary>Cuts at the dots, but not at those in a key that is wholly within quotes: <c>a."b.c".d</c>.</summary>
    public static IEnumerable<string> Split(string path)
    {
        var start = 0;
        while (start < path.Length)
        {
            var quoted = path[start] == '"';
            if (quoted)
                start++;

            var end = path.IndexOf(quoted ? '"' : '.', start);
            if (end < 0 && quoted)
                throw new ArgumentOutOfRangeException(nameof(path), path, "A quote in this path is never closed.");
            if (end < 0)
                end = path.Length;

            yield return path[start..end];
            start = end + (quoted ? 2 : 1);
        }
    }
}
