namespace Raft.Specs;

/// <summary>Raft.Specs is a test assembly and a program: <c>./raft simulate</c> and <c>./raft chaos</c> come here.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        Console.Error.WriteLine($"raft: no such verb in Raft.Specs: {(args.Length > 0 ? args[0] : "(none)")}");
        return 2;
    }
}
