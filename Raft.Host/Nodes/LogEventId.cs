namespace Raft.Host.Nodes;

/// <summary>
/// A kind of line in a node's log. Ids are for machines and stay for good: an alert may hang on one. The hundreds say
/// what it is about: 0 the process, 1 leadership, 2 peers, 9 what Akka says. The table in Raft.Host/README.md is held
/// against this list.
/// </summary>
/// <param name="Id">The stable id.</param>
/// <param name="Name">What happened, in two or three words that stay too.</param>
/// <param name="Importance">How much it matters.</param>
internal sealed record LogEventId(string Id, string Name, LogImportance Importance)
{
    public static readonly LogEventId Listens = new("R001", "node listens", LogImportance.Info);
    public static readonly LogEventId Stops = new("R002", "node stops", LogImportance.Info);
    public static readonly LogEventId CouldStart = new("R003", "node could start", LogImportance.Info);
    public static readonly LogEventId HandedOver = new("R004", "leadership handed over", LogImportance.Info);
    public static readonly LogEventId NotHandedOver = new("R005", "leadership not handed over", LogImportance.Warning);
    public static readonly LogEventId TakesOrders = new("R006", "controller listened to", LogImportance.Info);
    public static readonly LogEventId Ordered = new("R007", "controller ordered", LogImportance.Info);
    public static readonly LogEventId ElectionWon = new("R101", "election won", LogImportance.Info);
    public static readonly LogEventId Stands = new("R102", "stands for election", LogImportance.Info);
    public static readonly LogEventId Follows = new("R103", "follows a leader", LogImportance.Info);
    public static readonly LogEventId LeaderLost = new("R104", "no leader known", LogImportance.Warning);
    public static readonly LogEventId PeerReached = new("R201", "peer reachable", LogImportance.Info);
    public static readonly LogEventId PeerLost = new("R202", "peer unreachable", LogImportance.Warning);
    public static readonly LogEventId AkkaWarning = new("R901", "warning", LogImportance.Warning);
    public static readonly LogEventId AkkaError = new("R902", "error", LogImportance.Error);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<LogEventId> All { get; } =
    [
        Listens, Stops, CouldStart, HandedOver, NotHandedOver, TakesOrders, Ordered, ElectionWon, Stands,
        Follows, LeaderLost, PeerReached, PeerLost, AkkaWarning, AkkaError,
    ];
}
