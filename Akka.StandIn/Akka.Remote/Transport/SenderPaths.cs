using Akka.Actor;

namespace Akka.Remote.Transport;

/// <summary>
/// The sender's path as bytes. An actor sends in bursts and on one thread at a time, so one entry per thread does.
/// </summary>
internal static class SenderPaths
{
    [ThreadStatic]
    private static IActorRef? _sender;

    [ThreadStatic]
    private static Address? _local;

    [ThreadStatic]
    private static byte[]? _path;

    public static byte[] For(IActorRef sender, Address local)
    {
        if (ReferenceEquals(_sender, sender) && ReferenceEquals(_local, local))
            return _path!;
        var path = string.IsNullOrEmpty(sender.Path.Address.Host)
            ? sender.Path.ToSerializationFormatWithAddress(local)
            : sender.Path.ToSerializationFormat();
        (_sender, _local, _path) = (sender, local, Wire.Path(path));
        return _path;
    }
}
