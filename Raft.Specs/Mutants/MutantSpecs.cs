using Raft.Specs.Verbs;

namespace Raft.Specs.Mutants;

public class MutantSpecs
{
    [Fact]
    public void Every_deliberate_bug_is_found()
    {
        var survivors = new MutantLab().TryAll(MutantList.All, MutantsTable.SeedsPerMutant).Where(
            v => v.KilledBy is null);

        Assert.Empty(survivors.Select(v => v.Mutant.Name));
    }

    [Fact]
    public void The_core_as_it_is_lives_where_mutants_die() => Assert.Null(new MutantLab().TryHealthy(100).KilledBy);

    [Fact]
    public void A_mutant_whose_place_is_gone_is_an_error()
    {
        var outdated = new Mutant("none", "Raft.Actors/Consensus/Role.cs", "this stands nowhere", "");

        Assert.Throws<InvalidOperationException>(() => new MutantLab().Try(outdated, 1));
    }
}
