using System.Globalization;
using Raft.Specs.Simulation;

namespace Raft.Specs.Verbs;

/// <summary>What <c>./raft simulate</c> was asked for.</summary>
internal sealed record SimulateOptions
{
    public const string Usage =
        "[--seeds N] [--seed S] [--nodes K] [--minutes M] [--trace] [--mutants | --mutant NAME]"
        + " [--only Kind,…] [--without Kind,…] [--clients C] [--for TICKS]";

    public int? Seeds { get; private init; }

    public int? Seed { get; private init; }

    public int? Nodes { get; private init; }

    public double? Minutes { get; private init; }

    public int? Clients { get; private init; }

    public long? ForTicks { get; private init; }

    public FaultKinds? Only { get; private init; }

    public FaultKinds Without { get; private init; }

    public bool Trace { get; private init; }

    public bool Mutants { get; private init; }

    /// <summary>Part of the name of the mutants that are wanted; null for all.</summary>
    public string? Mutant { get; private init; }

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">An argument is not understood; the message says which.</exception>
    public static SimulateOptions Parse(string[] args)
    {
        var options = new SimulateOptions();
        for (var i = 0; i < args.Length; i++)
            options = options.With(
                args[i], () => ++i < args.Length ? args[i] : throw new FormatException($"{args[i - 1]} needs a value"));
        return options;
    }

    /// <summary>A seed's plan as the options narrow it.</summary>
    public SimulationPlan Narrow(SimulationPlan plan) => plan with
    {
        Nodes = Nodes ?? plan.Nodes,
        Clients = Clients ?? plan.Clients,
        Safety = ForTicks is { } ticks ? TimeSpan.FromTicks(ticks) : plan.Safety,
        Kinds = (Only ?? plan.Kinds) & ~Without,
    };

    private SimulateOptions With(string name, Func<string> value) => name switch
    {
        "--seeds" => this with { Seeds = Number(name, value(), 1, int.MaxValue) },
        "--seed" => this with { Seed = Number(name, value(), 0, int.MaxValue) },
        "--nodes" => this with { Nodes = Number(name, value(), 1, 7) },
        "--minutes" => this with { Minutes = double.Parse(value(), CultureInfo.InvariantCulture) },
        "--clients" => this with { Clients = Number(name, value(), 0, 100) },
        "--for" => this with { ForTicks = long.Parse(value(), CultureInfo.InvariantCulture) },
        "--only" => this with { Only = Kinds(value()) },
        "--without" => this with { Without = Kinds(value()) },
        "--trace" => this with { Trace = true },
        "--mutants" => this with { Mutants = true },
        "--mutant" => this with { Mutants = true, Mutant = value() },
        _ => throw new FormatException($"no such option: {name}"),
    };

    private static int Number(string name, string text, int least, int most) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"{name} is a number from {least} to {most}, and not {text}");

    private static FaultKinds Kinds(string text) => Enum.TryParse<FaultKinds>(text, ignoreCase: true, out var kinds)
        ? kinds
        : throw new FormatException($"{text} is none of {string.Join(", ", Enum.GetNames<FaultKinds>())}");
}
