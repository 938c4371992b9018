namespace Raft.Host.Cli;

/// <summary>How a verb ended, for scripts.</summary>
public static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>There is no such key, or the asked-for condition does not hold.</summary>
    public const int NotFound = 1;

    /// <summary>The command line, a file or a setting is wrong; nothing was touched.</summary>
    public const int Usage = 2;

    /// <summary>No node could serve the request; nothing was committed.</summary>
    public const int Unavailable = 3;

    /// <summary>The write may or may not have happened.</summary>
    public const int Unknown = 4;

    /// <summary>Ended by Ctrl-C before it was done (as shells have it: 128 and the signal's number).</summary>
    public const int Interrupted = 130;

    /// <summary>This program has a bug (as sysexits.h has it).</summary>
    public const int Bug = 70;
}
