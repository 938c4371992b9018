using System.Globalization;
using Raft.Host.Cli;
using Raft.Specs.Mutants;
using Spectre.Console;

namespace Raft.Specs.Verbs;

/// <summary><c>./raft simulate --mutants</c>: what kills each deliberate bug, and after how many seeds.</summary>
internal static class MutantsTable
{
    /// <summary>So many seeds are tried before the stories are.</summary>
    public const int SeedsPerMutant = 300;

    public static int Run(int seeds)
    {
        var lab = new MutantLab();
        if (lab.TryHealthy(50).KilledBy is { } sick)
        {
            Terminal.Out.MarkupLineInterpolated($"[red]the core as it is fails:[/] {sick}");
            return 1;
        }

        var table = new Table().Border(TableBorder.None).AddColumn("mutant").AddColumn("shipped by")
            .AddColumn(new TableColumn("seeds").RightAligned()).AddColumn("killed by");
        var survivors = 0;
        foreach (var verdict in lab.TryAll(seeds))
        {
            survivors += verdict.KilledBy is null ? 1 : 0;
            table.AddRow(
                new Text(verdict.Mutant.Name),
                new Text(verdict.Mutant.Shipped),
                new Text(verdict.Seeds.ToString(CultureInfo.InvariantCulture)),
                verdict.KilledBy is { } cause ? new Text(cause) : new Markup("[red]nothing: it survived[/]"));
        }

        Terminal.Out.Write(table);
        Terminal.Out.MarkupLineInterpolated($"{MutantList.All.Count} mutants, {survivors} survived");
        return survivors == 0 ? 0 : 1;
    }
}
