using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Remote.Transport.DotNetty;
using Akka.Util;

namespace Akka.Remote.Transport;

/// <summary>The typed form of <c>akka.remote.dot-netty.tcp</c>.</summary>
internal sealed record TcpSettings
{
    private const int SmallestFrameSize = 32000;

    public required string Hostname { get; init; }

    public required int Port { get; init; }

    public required string PublicHostname { get; init; }

    public required int? PublicPort { get; init; }

    public required bool DnsUseIpv6 { get; init; }

    public required TimeSpan ConnectTimeout { get; init; }

    public required bool Batching { get; init; }

    public required int SendBufferSize { get; init; }

    public required int ReceiveBufferSize { get; init; }

    public required int MaximumFrameSize { get; init; }

    public required int Backlog { get; init; }

    public required bool NoDelay { get; init; }

    public required bool KeepAlive { get; init; }

    public required TlsSettings? Tls { get; init; }

    /// <summary>The protocol of this system's addresses, <c>akka.tcp</c> or <c>akka.ssl.tcp</c>.</summary>
    public string Protocol => Tls is null ? "akka.tcp" : "akka.ssl.tcp";

    public static TcpSettings Create(Config config, Option<DotNettySslSetup> tls, ILoggingAdapter log)
    {
        var hostname = config.GetString("hostname") is { Length: > 0 } host ? host : IPAddress.Any.ToString();
        var publicHostname = config.GetString("public-hostname");
        var publicPort = config.GetInt("public-port");
        var settings = new TcpSettings
        {
            Hostname = hostname,
            Port = config.GetInt("port"),
            PublicHostname = string.IsNullOrEmpty(publicHostname) ? hostname : publicHostname,
            PublicPort = publicPort > 0 ? publicPort : null,
            DnsUseIpv6 = config.GetBoolean("dns-use-ipv6"),
            ConnectTimeout = config.GetTimeSpan("connection-timeout"),
            Batching = config.GetBoolean("batching.enabled"),
            SendBufferSize = Bytes(config, "send-buffer-size"),
            ReceiveBufferSize = Bytes(config, "receive-buffer-size"),
            MaximumFrameSize = Bytes(config, "maximum-frame-size"),
            Backlog = config.GetInt("backlog"),
            NoDelay = config.GetBoolean("tcp-nodelay"),
            KeepAlive = config.GetBoolean("tcp-keepalive"),
            Tls = config.GetBoolean("enable-ssl") ? TlsSettings.Create(config.GetConfig("ssl"), tls, log) : null,
        };
        if (settings.MaximumFrameSize < SmallestFrameSize)
            throw new ArgumentException($"maximum-frame-size must be at least {SmallestFrameSize} bytes");
        return settings;
    }

    /// <summary>Where to dial or bind: names are resolved, and "any" becomes loopback when dialling.</summary>
    public async Task<IPEndPoint> Resolve(string host, int port, bool dialling, CancellationToken cancellation)
    {
        if (!IPAddress.TryParse(host, out var ip))
        {
            var family = DnsUseIpv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
            var found = await Dns.GetHostAddressesAsync(host, family, cancellation).ConfigureAwait(false);
            ip = found.Length > 0 ? found[0] : throw new SocketException((int)SocketError.HostNotFound);
        }
        if (dialling && ip.Equals(IPAddress.Any))
            ip = IPAddress.Loopback;
        if (dialling && ip.Equals(IPAddress.IPv6Any))
            ip = IPAddress.IPv6Loopback;
        return new IPEndPoint(ip, port);
    }

    /// <summary>The address under which peers know the system that is bound to <paramref name="bound"/>.</summary>
    public Address PublicAddress(string systemName, IPEndPoint bound)
    {
        var host = IPAddress.TryParse(PublicHostname, out var ip) && ip.AddressFamily == AddressFamily.InterNetworkV6
            ? $"[{ip}]"
            : PublicHostname;
        return new Address(Protocol, systemName, host, PublicPort ?? bound.Port);
    }

    public Socket NewSocket(AddressFamily family)
    {
        var socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
        Tune(socket);
        return socket;
    }

    public void Tune(Socket socket)
    {
        socket.NoDelay = NoDelay;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, KeepAlive);
        if (SendBufferSize > 0)
            socket.SendBufferSize = SendBufferSize;
        if (ReceiveBufferSize > 0)
            socket.ReceiveBufferSize = ReceiveBufferSize;
    }

    private static int Bytes(Config config, string key) => checked((int)(config.GetByteSize(key) ?? 0));
}
