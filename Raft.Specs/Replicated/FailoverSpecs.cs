using Akka.Actor;
using Akka.Configuration;
using Microsoft.Data.Sqlite;
using Raft.Actors;
using Raft.Actors.Protocol;
using Raft.Actors.Replicated;
using Raft.Specs.Host;

namespace Raft.Specs.Replicated;

/// <summary>
/// What three actor systems share over Akka.Remote, configured as the README has it, when one of them goes away.
/// Elections and sockets take real time; every wait ends with what is waited for, and
/// <see cref="SharedGroup.Patience"/> bounds it.
/// </summary>
public sealed class FailoverSpecs : IAsyncLifetime
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("raft-failover-").FullName;
    private readonly List<Member> _members = [];

    public Task InitializeAsync()
    {
        var ports = Enumerable.Range(0, 3).Select(_ => FreePort.Next()).ToList();
        var names = string.Join(", ", ports.Select((port, i) => $"n{i + 1} = \"127.0.0.1:{port}\""));
        for (var i = 0; i < ports.Count; i++)
            _members.Add(Start($"n{i + 1}", ports[i], names));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await Task.WhenAll(_members.Select(member => member.System.Terminate()));
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_lock_outlives_the_leader_and_who_has_it_next_has_a_higher_token()
    {
        var (leader, ana, bob) = await LeaderAndOthers();
        var anas = ana.Shared.Lock("door", "ana");
        var first = Assert.IsType<LockAnswer.Held>((await anas.TryAcquire(Long)).Value).Grant;

        await leader.System.Terminate();
        var bobs = bob.Shared.Lock("door", "bob");
        var taken = Assert.IsType<LockAnswer.Taken>((await bobs.TryAcquire(Long)).Value);
        var renewed = Assert.IsType<LockAnswer.Held>((await anas.Renew(first, Long)).Value).Grant;
        Assert.True((await anas.Release(renewed)).Value);
        var second = Assert.IsType<LockAnswer.Held>((await bobs.TryAcquire(Long)).Value).Grant;

        Assert.Equal(("ana", first.Token), (taken.By.Owner, taken.By.Token));
        Assert.Equal(first.Token, renewed.Token);
        Assert.True(second.Token > first.Token);
    }

    [Fact]
    public async Task What_was_written_through_one_is_read_through_another_after_the_leader_is_gone()
    {
        var (leader, one, other) = await LeaderAndOthers();
        Assert.True((await one.Shared.Value<int>("count").Set(1)).IsCommitted);

        await leader.System.Terminate();
        Assert.Equal(2, (await other.Shared.Value<int>("count").Update(old => old.Or(0) + 1)).Value);

        Assert.Equal(2, (await one.Shared.Value<int>("count").Get()).Value.Value);
        Assert.True(await one.Group.Leadership.GetLeader(SharedGroup.Patience) is { } now && now != leader.Name);
    }

    private async Task<(Member Leader, Member One, Member Other)> LeaderAndOthers()
    {
        var name = await _members[0].Group.Leadership.GetLeader(SharedGroup.Patience);
        var leader = _members.Single(member => member.Name == name);
        var others = _members.Where(member => member != leader).ToList();
        return (leader, others[0], others[1]);
    }

    private Member Start(string name, int port, string members)
    {
        var config = ConfigurationFactory.ParseString(
            $$"""
            akka {
              loglevel = OFF
              stdout-loglevel = OFF
              actor.provider = remote
              remote.dot-netty.tcp {
                hostname = "127.0.0.1", port = {{port}}
                maximum-frame-size = 4MiB, send-buffer-size = 4MiB, receive-buffer-size = 4MiB
              }
            }
            raft {
              node = {{name}}
              members { {{members}} }
              journal.connection-string = "Data Source={{_folder}}/{{name}}-journal.db"
              snapshots.connection-string = "Data Source={{_folder}}/{{name}}-snapshots.db"
            }
            """).WithFallback(RaftSettings.DefaultConfig());
        var system = ActorSystem.Create("shop", config);
        var group = RaftGroups.For(system).Start(
            "shared", RaftSettings.Create(config.GetConfig("raft")), () => new ContainerMachine());
        return new Member(
            new NodeId(name), system, group, new ReplicatedContainers(group.Client, SharedGroup.Patience));
    }

    private sealed record Member(NodeId Name, ActorSystem System, RaftGroup Group, ReplicatedContainers Shared);
}
