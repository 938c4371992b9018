using Akka.Configuration;

namespace Akka.Actor;

public sealed partial class CoordinatedShutdown
{
    /// <summary>Why a system shuts down. Derive from it to give one's own reason.</summary>
    public class Reason
    {
        protected Reason()
        {
        }
    }

    public class UnknownReason : Reason
    {
        public static readonly Reason Instance = new UnknownReason();

        private UnknownReason()
        {
        }
    }

    public class ActorSystemTerminateReason : Reason
    {
        public static readonly Reason Instance = new ActorSystemTerminateReason();

        private ActorSystemTerminateReason()
        {
        }
    }

    public class ClrExitReason : Reason
    {
        public static readonly Reason Instance = new ClrExitReason();

        private ClrExitReason()
        {
        }
    }

    private sealed record Phase(IReadOnlyList<string> DependsOn, TimeSpan Timeout, bool Recover)
    {
        public static Dictionary<string, Phase> AllFrom(Config config)
        {
            var defaultTimeout = config.GetTimeSpan("default-phase-timeout", TimeSpan.FromSeconds(5));
            var all = config.GetConfig("phases");
            return all.AsEnumerable().Select(entry => entry.Key).ToDictionary(
                name => name,
                name =>
                {
                    var phase = all.GetConfig(name);
                    return phase.IsNullOrEmpty()
                        ? new Phase([], defaultTimeout, true)
                        : new Phase(
                            [.. phase.GetStringList("depends-on")],
                            phase.GetTimeSpan("timeout", defaultTimeout, allowInfinite: false),
                            phase.GetBoolean("recover", true));
                },
                StringComparer.Ordinal);
        }

        /// <summary>Every phase after those it depends on.</summary>
        public static List<string> Sort(Dictionary<string, Phase> phases)
        {
            var sorted = new List<string>();
            var visiting = new HashSet<string>(StringComparer.Ordinal);
            foreach (var name in phases.Keys)
                Visit(name);
            return sorted;

            void Visit(string name)
            {
                if (sorted.Contains(name))
                    return;
                if (!visiting.Add(name))
                {
                    throw new ArgumentException(
                        "Cycle detected in graph of phases. It must be a DAG. " +
                        $"phase [{name}] depends transitively on itself.");
                }

                foreach (var dependency in phases.TryGetValue(name, out var phase) ? phase.DependsOn : [])
                    Visit(dependency);
                sorted.Add(name);
            }
        }
    }
}
