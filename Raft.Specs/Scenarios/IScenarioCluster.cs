namespace Raft.Specs.Scenarios;

/// <summary>What became of a scenario's write.</summary>
public enum Written
{
    /// <summary>It is committed and applied.</summary>
    Yes,

    /// <summary>It is in no log and never will be.</summary>
    No,

    /// <summary>Nobody can say.</summary>
    Perhaps,
}

/// <summary>
/// A cluster as scenarios see it, whatever it is made of: pure roles, real node actors in virtual time, or processes.
/// Nodes are numbered from 1. A method that waits fails the spec when it waits in vain, but for a write and a read,
/// which say so.
/// </summary>
public interface IScenarioCluster : IDisposable
{
    /// <summary>How many nodes there are.</summary>
    int Size { get; }

    /// <summary>Waits until a node leads and a majority has confirmed it. Gives its number.</summary>
    int Elect();

    /// <summary>Writes through a node and waits, for a while, for the answer.</summary>
    /// <param name="key">Where.</param>
    /// <param name="value">What.</param>
    /// <param name="via">The node that is asked; by default the first that runs and is not isolated.</param>
    Written Set(string key, string value, int via = 0);

    /// <summary>Reads through a node, linearizably.</summary>
    /// <returns>
    /// The value; null when there is none; an answer that could not be had is an <see cref="UnansweredException"/>.
    /// </returns>
    string? Get(string key, int via = 0);

    /// <summary>What a running node has applied, without asking anyone.</summary>
    IReadOnlyDictionary<string, string> Content(int node);

    /// <summary>Cuts a node off from all others.</summary>
    void Isolate(int node);

    /// <summary>Every link works again.</summary>
    void Heal();

    /// <summary>A node dies as a process does when it is killed; its disk stays.</summary>
    void Crash(int node);

    /// <summary>A node that is down starts again from its disk.</summary>
    void Restart(int node);

    /// <summary>From now on nothing that the node writes becomes durable, and nobody tells it so.</summary>
    void HangDisk(int node);

    /// <summary>Lets time pass: enough for whoever can talk to settle, where that can be waited for.</summary>
    void Run(TimeSpan time);
}

/// <summary>A read got no answer in time.</summary>
public sealed class UnansweredException(string reason) : Exception(reason);
