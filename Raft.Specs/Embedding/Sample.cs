using Akka.Actor;
using Akka.Configuration;
using Raft.Actors;
using Raft.Actors.Machines;
using Raft.Actors.Protocol;

namespace Shop;

public sealed record Deposit(string Account, long Amount);
public sealed record BalanceOf(string Account);
public sealed record Balance(long Amount);

public sealed class Bank(ActorSystem akka) : TypedMachine<Deposit, BalanceOf, Balance, Dictionary<string, long>>(akka)
{
    private Dictionary<string, long> _balances = [];

    protected override Balance Apply(CommandContext context, Deposit deposit) =>
        new(_balances[deposit.Account] = _balances.GetValueOrDefault(deposit.Account) + deposit.Amount);

    protected override Balance Query(BalanceOf query) => new(_balances.GetValueOrDefault(query.Account));
    protected override Dictionary<string, long> Capture() => new(_balances);
    protected override void Restore(Dictionary<string, long> state) => _balances = state;
}

public static class Embedded
{
    public static async Task<long> Run(string hocon)
    {
        var config = ConfigurationFactory.ParseString(hocon).WithFallback(RaftSettings.DefaultConfig());
        using var system = ActorSystem.Create("shop", config);
        var settings = RaftSettings.Create(config.GetConfig("raft"));
        var group = RaftGroups.For(system).Start("bank", settings, () => new Bank(system));
        var bank = new TypedClient<Deposit, BalanceOf, Balance>(group.Client, system);
        await bank.Execute(new Deposit("ana", 4), TimeSpan.FromSeconds(5));
        var read = await bank.Read(new BalanceOf("ana"), ReadConsistency.Linearizable, TimeSpan.FromSeconds(5));
        await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance);
        return read.Value!.Amount;
    }
}
