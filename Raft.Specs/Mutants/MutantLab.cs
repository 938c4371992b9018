using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Raft.Specs.Stories;

namespace Raft.Specs.Mutants;

/// <summary>
/// Compiles the core together with the simulation in memory, one mutant at a time, and tries to kill it. The product
/// carries no switch for this: the sources are embedded in the specs, so they are those that the specs were built with.
/// </summary>
internal sealed class MutantLab
{
    private const string GlobalUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; "
        + "global using System.Linq; global using System.Threading; global using System.Threading.Tasks;";

    private const int SeedsBeforeStories = 60;

    private readonly Dictionary<string, SyntaxTree> _trees = [];
    private readonly CSharpCompilation _healthy;

    public MutantLab()
    {
        var parsing = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);
        var assembly = typeof(MutantLab).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(
            n => n.EndsWith(".cs", StringComparison.Ordinal)))
            _trees[name] = CSharpSyntaxTree.ParseText(Read(assembly, name), parsing, path: name);
        _trees[""] = CSharpSyntaxTree.ParseText(GlobalUsings, parsing);
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var references = Directory.GetFiles(framework, "*.dll").Where(IsManaged).Select(
            f => MetadataReference.CreateFromFile(f));
        _healthy = CSharpCompilation.Create("Mutant", _trees.Values, references, new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release,
            nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>What killed a mutant, and after how many seeds.</summary>
    /// <param name="Mutant">Which.</param>
    /// <param name="KilledBy">What killed it, or null when it survived.</param>
    /// <param name="Seeds">How many seeds were tried.</param>
    /// <param name="Seed">The seed that killed it, if one did.</param>
    public sealed record Verdict(Mutant Mutant, string? KilledBy, int Seeds, int? Seed = null);

    /// <summary>Runs the unchanged core as mutants are run: it must live.</summary>
    public Verdict TryHealthy(int seeds) => Try(new Mutant("the core as it is", "", "", ""), _healthy, seeds);

    /// <summary>Tries to kill a mutant.</summary>
    /// <exception cref="InvalidOperationException">The mutant is out of date.</exception>
    public Verdict Try(Mutant mutant, int seeds) => Try(mutant, Mutate(mutant), seeds);

    /// <summary>Tries to kill mutants, on all processors; the verdicts come in the order of the list.</summary>
    public IEnumerable<Verdict> TryAll(IReadOnlyList<Mutant> mutants, int seeds) =>
        mutants.AsParallel().AsOrdered().Select(mutant => Try(mutant, seeds));

    /// <summary>Runs a seed with a mutant and gives each line of its trace. Gives whether it survived.</summary>
    public bool Trace(Mutant mutant, int seed, Action<string> line) => With(mutant, Mutate(mutant), assembly =>
        Entry<Func<int, Action<string>, string?>>(assembly, "Raft.Specs.Simulation.MutantEntry", "Trace")(
            seed, line) is null);

    private static Verdict Try(Mutant mutant, CSharpCompilation compilation, int seeds) =>
        With(mutant, compilation, assembly => Kill(mutant, assembly, seeds));

    private static T With<T>(Mutant mutant, CSharpCompilation compilation, Func<Assembly, T> use)
    {
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        if (!emitted.Success)
        {
            var error = emitted.Diagnostics.First(d => d.Severity == DiagnosticSeverity.Error);
            throw new InvalidOperationException($"the mutant '{mutant.Name}' does not compile: {error}");
        }

        image.Position = 0;
        var context = new AssemblyLoadContext(mutant.Name, isCollectible: true);
        try
        {
            return use(context.LoadFromStream(image));
        }
        finally
        {
            context.Unload();
        }
    }

    /// <summary>
    /// Some seeds first, which kill most; then the stories, which take no time; then the other seeds.
    /// </summary>
    private static Verdict Kill(Mutant mutant, Assembly assembly, int seeds)
    {
        var first = Math.Min(seeds, SeedsBeforeStories);
        return BySeeds(mutant, assembly, 1, first) ?? ByStories(mutant, assembly, first)
            ?? BySeeds(mutant, assembly, first + 1, seeds) ?? new Verdict(mutant, null, seeds);
    }

    private static Verdict? BySeeds(Mutant mutant, Assembly assembly, int from, int to)
    {
        var run = Entry<Func<int, string?>>(assembly, "Raft.Specs.Simulation.MutantEntry", "Run");
        for (var seed = from; seed <= to; seed++)
        {
            if (run(seed) is { } failure)
                return new Verdict(mutant, $"seed {seed}: {failure}", seed, seed);
        }

        return null;
    }

    private static Verdict? ByStories(Mutant mutant, Assembly assembly, int seeds)
    {
        var tell = Entry<Func<string, string?>>(assembly, "Raft.Specs.Simulation.MutantEntry", "Tell");
        foreach (var (name, story) in StoryBook.All)
        {
            if (tell(story) is { } difference)
                return new Verdict(mutant, $"{name}: {difference}", seeds);
        }

        return null;
    }

    private static T Entry<T>(Assembly assembly, string type, string method)
        where T : Delegate =>
        assembly.GetType(type, throwOnError: true)!.GetMethod(method)!.CreateDelegate<T>();

    private CSharpCompilation Mutate(Mutant mutant)
    {
        if (!_trees.TryGetValue(mutant.File, out var tree))
            throw new InvalidOperationException(
                $"the mutant '{mutant.Name}' is out of date: there is no {mutant.File}");
        var text = tree.GetText().ToString();
        var at = text.IndexOf(mutant.Original, StringComparison.Ordinal);
        if (at < 0 || text.IndexOf(mutant.Original, at + 1, StringComparison.Ordinal) >= 0)
            throw new InvalidOperationException(
                $"the mutant '{mutant.Name}' is out of date: its place in {mutant.File} is not there exactly once");
        var changed = text[..at] + mutant.Replacement + text[(at + mutant.Original.Length)..];
        return _healthy.ReplaceSyntaxTree(tree, tree.WithChangedText(SourceText.From(changed)));
    }

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static bool IsManaged(string file)
    {
        try
        {
            AssemblyName.GetAssemblyName(file);
            return true;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}
