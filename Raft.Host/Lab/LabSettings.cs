namespace Raft.Host.Lab;

/// <summary>How a lab is played.</summary>
/// <param name="Folder">Where its files go.</param>
/// <param name="Data">The folder that holds the nodes' folders; what is there from last time is gone on with.</param>
/// <param name="Hocon">The folder of the configuration files.</param>
/// <param name="Port">Node 1's port for its peers, by which the lab calls it; the others' follow.</param>
/// <param name="HttpPort">Node 1's port for clients; the others' follow.</param>
/// <param name="Interval">How often every node notes who leads.</param>
internal sealed record LabSettings(string Folder, string Data, string Hocon, int Port, int HttpPort, TimeSpan Interval)
{
    /// <summary>How many nodes there are: the lab is about three.</summary>
    public const int Nodes = 3;

    /// <summary>How the lab calls a node.</summary>
    public string AddressOf(int node) => $"127.0.0.1:{Port + node - 1}";
}
