using Raft.Actors;
using Raft.Actors.Machines;
using Raft.Actors.Replicated;

namespace Shop;

public static class SharedState
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task<string> Run(RaftGroupsExtension groups, RaftSettings settings)
    {
        var group = groups.Start("shared", settings, () => new ContainerMachine());
        var shared = new ReplicatedContainers(group.Client, Patience);
        using var hook = group.Leadership.OnLeader(term => Console.WriteLine($"this node leads in term {term}"));
        await group.Leadership.WaitUntilLeader(Patience);

        var dataId = shared.Value<int>("data_id");
        await dataId.Set(1);
        await dataId.Update(old => old.Or(0) + 1);

        var stock = shared.Dictionary<string, int>("stock");
        await stock.Update([new("tea", 3), new("milk", 1)]);
        var milk = await stock.Pop("milk");

        var orders = shared.List<string>("orders");
        await orders.Append("tea for ana");
        await orders.Extend(["tea for bob", "milk for eve"]);

        var door = shared.Lock("door", owner: "node-1");
        var asked = await door.TryAcquire(TimeSpan.FromSeconds(30));
        if (asked.Value is LockAnswer.Held { Grant: var grant })
            await door.Release(grant);

        TypedReading<IReadOnlyList<string>> all = await orders.Items();
        var items = all.IsAnswered ? string.Join(", ", all.Value!) : $"{all.Outcome}";
        return $"{(await dataId.Get()).Value.Value}, {milk.Value.Value}, {(await stock.Length()).Value}, {items}";
    }
}
