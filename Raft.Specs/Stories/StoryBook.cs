namespace Raft.Specs.Stories;

/// <summary>Every story, by name.</summary>
internal static class StoryBook
{
    public static readonly IReadOnlyDictionary<string, string> All = Read();

    private static SortedDictionary<string, string> Read()
    {
        var assembly = typeof(StoryBook).Assembly;
        var stories = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(
            n => n.EndsWith(".story", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            stories[name] = reader.ReadToEnd().ReplaceLineEndings("\n");
        }

        return stories;
    }
}
