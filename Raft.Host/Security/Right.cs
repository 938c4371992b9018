namespace Raft.Host.Security;

/// <summary>What a client may do. Each right holds those before it.</summary>
public enum Right
{
    /// <summary>Nothing but to ask whether the node lives.</summary>
    None,

    /// <summary>See keys, values, the log, and how the cluster is.</summary>
    Read,

    /// <summary>Change keys and values.</summary>
    Write,

    /// <summary>Change members, hand over leadership, take snapshots and backups.</summary>
    Admin,
}
