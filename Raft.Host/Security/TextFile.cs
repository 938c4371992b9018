namespace Raft.Host.Security;

/// <summary>Reads small files that a setting or an option names.</summary>
internal static class TextFile
{
    private const long MaxBytes = 1 << 20;

    /// <summary>The whole text.</summary>
    /// <param name="path">The file.</param>
    /// <param name="wrong">Makes an exception of what is wrong with it.</param>
    public static string Read(string path, Func<string, Exception> wrong)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxBytes })
                throw wrong("is larger than a mebibyte");
            return File.ReadAllText(path);
        }
        catch (Exception broken) when (broken is FileNotFoundException or DirectoryNotFoundException)
        {
            throw wrong("there is no such file");
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw wrong("cannot be read");
        }
    }

    /// <summary>Its lines, without blanks around them.</summary>
    public static IEnumerable<string> Lines(string path, Func<string, Exception> wrong) =>
        Read(path, wrong).Split('\n', StringSplitOptions.TrimEntries);
}
