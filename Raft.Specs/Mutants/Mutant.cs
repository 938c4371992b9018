namespace Raft.Specs.Mutants;

/// <summary>A deliberate bug: one place in the source of the core, and what stands there instead.</summary>
/// <param name="Name">What it does, in a few words.</param>
/// <param name="File">Which file, from the root.</param>
/// <param name="Original">What stands there; it must occur exactly once, or the mutant is out of date.</param>
/// <param name="Replacement">What stands there instead.</param>
/// <param name="Shipped">Who shipped a bug like it, if anybody is known to have.</param>
internal sealed record Mutant(string Name, string File, string Original, string Replacement, string Shipped = "");
