using System.Globalization;
using Raft.Host.Cli;
using Raft.Specs.Mutants;
using Spectre.Console;

namespace Raft.Specs.Verbs;

/// <summary><c>./raft simulate --mutants</c>: what kills each deliberate bug, and after how many seeds.</summary>
internal static class MutantsTable
{
    /// <summary>A mutant that neither so many seeds nor the stories kill has survived.</summary>
    public const int SeedsPerMutant = 200;

    public static int Run(SimulateOptions options)
    {
        var wanted = MutantList.All.Where(
            m => m.Name.Contains(options.Mutant ?? "", StringComparison.OrdinalIgnoreCase)).ToList();
        if (wanted.Count == 0)
        {
            Console.Error.WriteLine($"simulate: no mutant has {options.Mutant} in its name: --mutants lists them");
            return 2;
        }

        var lab = new MutantLab();
        if (options.Trace)
            return TraceOne(lab, wanted[0], options);
        if (wanted.Count > 1 && lab.TryHealthy(50).KilledBy is { } sick)
        {
            Terminal.Out.MarkupLineInterpolated($"[red]the core as it is fails:[/] {sick}");
            return 1;
        }

        var table = new Table().Border(TableBorder.None).AddColumn("mutant").AddColumn("shipped by")
            .AddColumn(new TableColumn("seeds").RightAligned()).AddColumn("killed by");
        var survivors = 0;
        foreach (var verdict in lab.TryAll(wanted, options.Seeds ?? SeedsPerMutant))
        {
            survivors += verdict.KilledBy is null ? 1 : 0;
            table.AddRow(
                new Text(verdict.Mutant.Name),
                new Text(verdict.Mutant.Shipped),
                new Text(verdict.Seeds.ToString(CultureInfo.InvariantCulture)),
                verdict.KilledBy is { } cause ? new Text(cause) : new Markup("[red]nothing: it survived[/]"));
        }

        Terminal.Out.Write(table);
        Terminal.Out.MarkupLineInterpolated($"{wanted.Count} mutants, {survivors} survived");
        return survivors == 0 ? 0 : 1;
    }

    /// <summary>
    /// What a bug looks like: a seed with it, line by line; by default the first that it does not survive.
    /// </summary>
    private static int TraceOne(MutantLab lab, Mutant mutant, SimulateOptions options)
    {
        var seed = options.Seed ?? lab.Try(mutant, options.Seeds ?? SeedsPerMutant).Seed;
        if (seed is not { } found)
        {
            Console.Error.WriteLine($"simulate: no seed kills '{mutant.Name}', but a story may");
            return 2;
        }

        using var output = new StreamWriter(Console.OpenStandardOutput(), bufferSize: 1 << 16) { NewLine = "\n" };
        return lab.Trace(mutant, found, output.WriteLine) ? 0 : 1;
    }
}
