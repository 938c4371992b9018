namespace Raft.Specs.VirtualTime;

/// <summary>The HOCON of every ActorSystem in a virtual world.</summary>
internal static class VirtualConfig
{
    private const string Queue = "type = \"Raft.Specs.VirtualTime.QueueDispatcherConfigurator, Raft.Specs\"";

    /// <summary>Every dispatcher is named here: one left out would bring a thread of its own.</summary>
    public const string Hocon =
        $$"""
        akka {
          loglevel = WARNING
          stdout-loglevel = WARNING
          loggers = ["Raft.Specs.VirtualTime.SilentLogger, Raft.Specs"]
          stdout-logger-class = "Raft.Specs.VirtualTime.SilentLogger, Raft.Specs"
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
          scheduler.implementation = "Raft.Specs.VirtualTime.VirtualScheduler, Raft.Specs"
          coordinated-shutdown {
            run-by-clr-shutdown-hook = off
            run-by-actor-system-terminate = off
            terminate-actor-system = off
          }
          actor {
            default-dispatcher { {{Queue}} }
            internal-dispatcher { {{Queue}} }
            default-blocking-io-dispatcher { {{Queue}} }
            default-fork-join-dispatcher { {{Queue}} }
            synchronized-dispatcher { {{Queue}} }
            task-dispatcher { {{Queue}} }
          }
          persistence {
            dispatchers {
              default-plugin-dispatcher { {{Queue}} }
              default-replay-dispatcher { {{Queue}} }
              default-stream-dispatcher { {{Queue}} }
            }
            journal {
              plugin = "raft.specs.instant-journal"
            }
            snapshot-store {
              plugin = "raft.specs.instant-snapshot-store"
            }
          }
        }
        raft.specs {
          instant-journal {
            class = "Raft.Specs.VirtualTime.InstantJournal, Raft.Specs"
            plugin-dispatcher = "akka.actor.default-dispatcher"
          }
          instant-snapshot-store {
            class = "Raft.Specs.VirtualTime.InstantSnapshotStore, Raft.Specs"
            plugin-dispatcher = "akka.actor.default-dispatcher"
          }
        }
        """;
}
