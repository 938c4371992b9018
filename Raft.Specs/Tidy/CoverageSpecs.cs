using System.Text.RegularExpressions;
using Raft.Specs.Mutants;

namespace Raft.Specs.Tidy;

/// <summary>COVERAGE.md says which spec holds which promise: what it names must be there.</summary>
public sealed partial class CoverageSpecs
{
    private static readonly string[] Rows = File
        .ReadAllLines(Path.Combine(Repository.Root, "Raft.Specs", "COVERAGE.md"))
        .Where(l => l.StartsWith("| ", StringComparison.Ordinal)).ToArray();

    [Fact]
    public void Every_proof_that_is_named_exists()
    {
        var named = Rows.SelectMany(row => Quoted().Matches(Proofs(row)).Select(m => m.Value.Trim('`', '"')));

        var unknown = named.Except(Specs()).Except(Stories()).Except(MutantList.All.Select(m => m.Name));

        Assert.DoesNotContain(unknown, name => !name.StartsWith("./raft ", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_row_names_a_proof()
    {
        var promises = Rows
            .Where(r => !r.Contains("---", StringComparison.Ordinal))
            .Where(r => !r.EndsWith("| held by |", StringComparison.Ordinal))
            .ToList();

        Assert.InRange(promises.Count, 60, 1000);
        Assert.DoesNotContain(promises, row => !Quoted().IsMatch(Proofs(row)));
    }

    private static IEnumerable<string> Specs() =>
        from type in typeof(CoverageSpecs).Assembly.GetTypes()
        from method in type.GetMethods()
        where method.IsDefined(typeof(FactAttribute), inherit: true)
        select $"{type.Name}.{method.Name}";

    private static IEnumerable<string> Stories() =>
        Directory.GetFiles(Path.Combine(Repository.Root, "Raft.Specs", "Stories"), "*.story")
            .Select(file => Path.GetFileName(file));

    private static string Proofs(string row) => row.TrimEnd('|', ' ').Split('|')[^1];

    [GeneratedRegex("`[^`]+`|\"[^\"]+\"")]
    private static partial Regex Quoted();
}
