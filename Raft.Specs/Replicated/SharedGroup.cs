using Akka.Actor;
using Akka.Configuration;
using Microsoft.Data.Sqlite;
using Raft.Actors;
using Raft.Actors.Protocol;
using Raft.Actors.Replicated;

namespace Raft.Specs.Replicated;

/// <summary>A group of one node that replicates containers, on a disk of its own, for all specs of a class.</summary>
public sealed class SharedGroup : IDisposable
{
    // An election of one takes a few hundred milliseconds; the rest is for machines that do other things as well.
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("raft-containers-").FullName;

    public SharedGroup()
    {
        var config = ConfigurationFactory.ParseString(
            $$"""
            akka.loglevel = OFF
            raft {
              node = a
              members { a = "127.0.0.1:9101" }
              journal.connection-string = "Data Source={{_folder}}/journal.db"
              snapshots.connection-string = "Data Source={{_folder}}/snapshots.db"
            }
            """).WithFallback(RaftSettings.DefaultConfig());
        System = ActorSystem.Create("shared", config);
        Group = RaftGroups.For(System).Start(
            "shared", RaftSettings.Create(config.GetConfig("raft")), () => new ContainerMachine());
        Containers = new ReplicatedContainers(Group.Client, Patience);
    }

    public ActorSystem System { get; }

    public RaftGroup Group { get; }

    public ReplicatedContainers Containers { get; }

    public async Task<long> LogLength() => (await Group.Client.Status(Patience)).LastIndex;

    /// <summary>The last entry of the log.</summary>
    public async Task<LogEntry> LastEntry() =>
        (await Group.Client.ReadLog(await LogLength(), 1, Patience)).Entries.Single();

    public void Dispose()
    {
        CoordinatedShutdown.Get(System).Run(CoordinatedShutdown.ClrExitReason.Instance).Wait(Patience);
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
