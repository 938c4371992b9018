using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Raft.Specs.Fuzz;

/// <summary>Datagrams for the controller's port: JSON that means nothing, and bytes that are no JSON.</summary>
internal sealed class UdpFuzz(FuzzCluster cluster) : IDisposable
{
    // The largest that UDP over IPv4 carries.
    private const int LargestBytes = 65_507;

    private static readonly string[] Requests =
    [
        "LEADER_INFO", "RETRIEVE", "STORE", "TIMEOUT", "CONVERT_FOLLOWER", "APPEND_RPC", "APPEND_REPLY", "VOTE_REQUEST",
        "VOTE_ACK", "leader_info", "",
    ];

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    public void Dispose() => _socket.Dispose();

    /// <summary>Sends one. Nobody promises an answer to a datagram.</summary>
    public async Task<FuzzOutcome> Send(FuzzDice dice, CancellationToken stop)
    {
        var bytes = Draw(dice);
        if (bytes.Length > LargestBytes)
            bytes = bytes[..LargestBytes];
        // A controller may stop a node, and rightly so; it is the one thing that is not said here.
        if (!Encoding.Latin1.GetString(bytes).Contains("SHUTDOWN", StringComparison.OrdinalIgnoreCase))
            await _socket.SendToAsync(bytes, new IPEndPoint(IPAddress.Loopback, cluster.UdpPort(dice)), stop);
        return new FuzzOutcome("UDP", ["sent"], false);
    }

    private static byte[] Draw(FuzzDice dice)
    {
        var good = Encoding.UTF8.GetBytes(
            $$"""{"sender_name":"Controller","request":"{{dice.Pick<string>(Requests)}}","term":"""
            + $$"""{{(dice.Chance(0.5) ? "null" : dice.Number())}},"key":"fuzz-{{dice.Number()}}","value":"v"}""");
        return dice.Random.Next(6) switch
        {
            0 => dice.Bytes(dice.Random.Next(0, 2000)),
            1 => dice.Bytes(LargestBytes),
            2 => Encoding.UTF8.GetBytes(new string('[', dice.Random.Next(1, 60_000))),
            3 => Encoding.UTF8.GetBytes(dice.Pick(
                "", "null", "[]", "{}", "7", "{\"request\":7}", "{\"request\":null,\"key\":[],\"value\":{}}")),
            4 => good,
            _ => dice.Mutate(good),
        };
    }
}
