namespace Raft.Specs.Simulation;

/// <summary>The simulation saw something that Raft, or this system, promises never happens.</summary>
public sealed class BrokenPromise(string what) : Exception(what);
