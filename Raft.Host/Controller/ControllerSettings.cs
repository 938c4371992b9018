using System.Net;

namespace Raft.Host.Controller;

/// <summary>The settings under <c>raft.host.controller</c>.</summary>
/// <param name="Enabled">Whether the node listens for a controller at all.</param>
/// <param name="Host">The address that it listens on.</param>
/// <param name="Port">The UDP port.</param>
/// <param name="KeyCase">How the fields of an entry are written in answers.</param>
/// <param name="MaxRequestBytes">A longer datagram is dropped.</param>
public sealed record ControllerSettings(
    bool Enabled, IPAddress Host, int Port, EntryKeyCase KeyCase, int MaxRequestBytes)
{
    /// <summary>No controller.</summary>
    public static readonly ControllerSettings Off = new(false, IPAddress.Loopback, 5555, EntryKeyCase.Lower, 16 << 10);
}

/// <summary>How <c>term</c>, <c>key</c> and <c>value</c> of an entry are written: courses differ in it.</summary>
public enum EntryKeyCase
{
    /// <summary><c>term</c></summary>
    Lower,

    /// <summary><c>Term</c></summary>
    Capitalised,

    /// <summary><c>TERM</c></summary>
    Upper,
}
