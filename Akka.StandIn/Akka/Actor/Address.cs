using System.Globalization;
using Akka.Util;

namespace Akka.Actor;

/// <summary>Where an actor system lives: <c>akka://system</c> or <c>akka.tcp://system@host:port</c>.</summary>
public sealed class Address : IEquatable<Address>, IComparable<Address>, IComparable, ISurrogated
{
    public static readonly Address AllSystems = new("akka", "all-systems");

    private readonly string _text;

    public Address(string protocol, string system, string? host = null, int? port = null)
    {
        Protocol = protocol;
        System = system;
        Host = host?.ToLowerInvariant();
        Port = port;
        _text = Format();
    }

    public string Protocol { get; }

    public string System { get; }

    public string? Host { get; }

    public int? Port { get; }

    public bool HasLocalScope => string.IsNullOrEmpty(Host);

    public bool HasGlobalScope => !HasLocalScope;

    public Address WithProtocol(string protocol) => new(protocol, System, Host, Port);

    public Address WithSystem(string system) => new(Protocol, system, Host, Port);

    public Address WithHost(string? host = null) => new(Protocol, System, host, Port);

    public Address WithPort(int? port = null) => new(Protocol, System, Host, port);

    /// <summary>Everything after the protocol: <c>system@host:port</c>.</summary>
    public string HostPort() => _text[(Protocol.Length + 3)..];

    public static Address Parse(string address) =>
        TryParse(address, out var parsed) ? parsed! : throw new UriFormatException($"Invalid address: {address}");

    public static bool TryParse(string path, out Address? address) => TryParse(path.AsSpan(), out address, out _);

    internal static bool TryParse(ReadOnlySpan<char> text, out Address? address, out ReadOnlySpan<char> rest)
    {
        address = null;
        rest = default;
        var colon = text.IndexOf("://");
        if (colon <= 0)
            return false;
        var protocol = text[..colon].ToString();
        var authority = text[(colon + 3)..];
        var slash = authority.IndexOf('/');
        if (slash >= 0)
        {
            rest = authority[slash..];
            authority = authority[..slash];
        }

        if (authority.IsEmpty)
            return false;
        var at = authority.IndexOf('@');
        if (at < 0)
        {
            address = new Address(protocol, authority.ToString());
            return true;
        }

        return TryParseHost(protocol, authority[..at].ToString(), authority[(at + 1)..], out address);
    }

    private static bool TryParseHost(string protocol, string system, ReadOnlySpan<char> hostPort, out Address? address)
    {
        address = null;
        if (system.Length == 0)
            return false;
        var colon = hostPort.LastIndexOf(':');
        if (colon <= hostPort.LastIndexOf(']'))
        {
            address = new Address(protocol, system, hostPort.ToString());
            return !hostPort.IsEmpty;
        }

        if (!int.TryParse(hostPort[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return false;
        address = new Address(protocol, system, hostPort[..colon].ToString(), port);
        return true;
    }

    private string Format()
    {
        var text = $"{Protocol}://{System}";
        if (!string.IsNullOrEmpty(Host))
            text += $"@{Host}";
        return Port is { } port ? text + ":" + port.ToString(CultureInfo.InvariantCulture) : text;
    }

    public override string ToString() => _text;

    public bool Equals(Address? other) =>
        other is not null &&
            (ReferenceEquals(this, other) || string.Equals(_text, other._text, StringComparison.Ordinal));

    public override bool Equals(object? obj) => Equals(obj as Address);

    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    public int CompareTo(Address? other) => string.CompareOrdinal(_text, other?._text);

    public int CompareTo(object? obj) => CompareTo(obj as Address);

    public static bool operator ==(Address? left, Address? right) => Equals(left, right);

    public static bool operator !=(Address? left, Address? right) => !Equals(left, right);

    public ISurrogate ToSurrogate(ActorSystem system) =>
        new AddressSurrogate { Protocol = Protocol, System = System, Host = Host, Port = Port };

    public sealed class AddressSurrogate : ISurrogate
    {
        public required string Protocol { get; set; }

        public required string System { get; set; }

        public string? Host { get; set; }

        public int? Port { get; set; }

        public ISurrogated FromSurrogate(ActorSystem system) => new Address(Protocol, System, Host, Port);
    }
}
