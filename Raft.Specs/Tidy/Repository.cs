namespace Raft.Specs.Tidy;

/// <summary>The sources of this repository, as files.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs = ["bin", "obj", "data", "node_modules", "TestResults", "artifacts"];

    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every source file below a folder with one of these endings, by its path from the root.</summary>
    public static IEnumerable<Source> Files(string folder, params string[] endings) =>
        Walk(new DirectoryInfo(Path.Combine(Root, folder)))
            .Where(f => endings.Contains(f.Extension, StringComparer.Ordinal))
            .Select(f => new Source(NameOf(f), File.ReadAllLines(f.FullName)))
            .OrderBy(s => s.Path, StringComparer.Ordinal);

    private static string NameOf(FileInfo file) => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/');

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder)
    {
        foreach (var file in folder.EnumerateFiles())
            yield return file;
        foreach (var child in folder.EnumerateDirectories())
        {
            if (child.Name.StartsWith('.') || NotOurs.Contains(child.Name))
                continue;
            foreach (var file in Walk(child))
                yield return file;
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RaftAkka.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"{AppContext.BaseDirectory} is not inside the repository");
    }
}

/// <summary>A source file.</summary>
/// <param name="Path">From the repository's root.</param>
/// <param name="Lines">Its lines.</param>
internal sealed record Source(string Path, string[] Lines)
{
    /// <summary>The places where a line of code, comments left out, holds one of these texts.</summary>
    public IEnumerable<string> Uses(params string[] texts) =>
        from line in Lines.Select((text, i) => (Code: text.Split("//")[0], Number: i + 1))
        from text in texts
        where line.Code.Contains(text)
        select $"{Path}:{line.Number}: {text}";

    /// <summary>The places where a line holds one of these texts, comments included.</summary>
    public IEnumerable<string> Says(params string[] texts) =>
        from line in Lines.Select((text, i) => (Text: text, Number: i + 1))
        from text in texts
        where line.Text.Contains(text)
        select $"{Path}:{line.Number}: {text}";
}
