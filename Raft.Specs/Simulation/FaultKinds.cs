namespace Raft.Specs.Simulation;

/// <summary>What can go wrong, kind by kind, so that a failing run can be tried without each.</summary>
[Flags]
public enum FaultKinds
{
    None = 0,
    Loss = 1 << 0,
    Delay = 1 << 1,
    Duplication = 1 << 2,
    Reordering = 1 << 3,
    Detour = 1 << 4,
    Partition = 1 << 5,
    OneWayCut = 1 << 6,
    Crash = 1 << 7,
    CrashAtWrite = 1 << 8,
    SlowDisk = 1 << 9,
    HangingDisk = 1 << 10,
    WipedDisk = 1 << 11,
    Drift = 1 << 12,
    Pause = 1 << 13,
    Members = 1 << 14,
    Snapshots = 1 << 15,
    Transfer = 1 << 16,
    BrokenConnection = 1 << 17,
    LostAnswer = 1 << 18,
    All = (1 << 19) - 1,
}
