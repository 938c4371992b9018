using System.Buffers.Binary;
using System.Text;
using Akka.Actor;
using Akka.Event;

namespace Akka.Remote.Transport;

/// <summary>
/// Hands what one link reads to the actors it is meant for. Used by one thread at a time, so its caches need no locks.
/// </summary>
internal sealed class Inbound
{
    private const int CacheBound = 1024;
    private const int LongestCachedText = 512;

    private readonly Remoting _remoting;
    private readonly Dictionary<string, IInternalActorRef> _refs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IInternalActorRef>.AlternateLookup<ReadOnlySpan<char>> _refsByText;
    private readonly HashSet<string> _manifests = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _manifestsByText;

    public Inbound(Remoting remoting)
    {
        _remoting = remoting;
        _refsByText = _refs.GetAlternateLookup<ReadOnlySpan<char>>();
        _manifestsByText = _manifests.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Delivers one message. Only a breach of the protocol throws: the rest costs one message.</summary>
    public void Dispatch(ReadOnlySpan<byte> body)
    {
        var message = Wire.ReadMessage(body);
        var recipient = Resolve(message.Recipient);
        var sender = message.Sender.IsEmpty ? _remoting.System.DeadLetters : Resolve(message.Sender);
        if (Deserialize(message) is not { } payload)
            return;
        if (_remoting.Settings.LogReceive)
            _remoting.Log.Debug("RemoteMessage: {0} to {1} from {2}", payload, recipient, sender);
        if (!recipient.IsLocal)
            _remoting.Log.Error(
                "Dropping message [{0}] for non-local recipient [{1}] arriving at [{2}] inbound addresses [{2}]",
                payload.GetType(), recipient, _remoting.DefaultAddress);
        else
            Deliver(recipient, payload, sender);
    }

    /// <summary>Returns messages that could not be sent to where they came from, as dead letters.</summary>
    public void ToDeadLetters(ReadOnlySpan<byte> frames)
    {
        while (frames.Length > 0)
        {
            var size = BinaryPrimitives.ReadInt32LittleEndian(frames);
            var body = frames.Slice(Wire.PrefixSize, size);
            frames = frames[(Wire.PrefixSize + size)..];
            if (body[0] != (byte)FrameKind.Message)
                continue;
            var message = Wire.ReadMessage(body);
            if (Deserialize(message) is { } payload)
                _remoting.System.DeadLetters.Tell(payload, message.Sender.IsEmpty ? null! : Resolve(message.Sender));
        }
    }

    private void Deliver(IInternalActorRef recipient, object payload, IActorRef sender)
    {
        var untrusted = _remoting.Settings.UntrustedMode;
        switch (payload)
        {
            case ActorSelectionMessage selection when untrusted && !IsTrusted(selection, recipient):
                _remoting.Log.Debug(
                    "operating in UntrustedMode, dropping inbound actor selection to [{0}], allow it by adding the "
                    + "path to 'akka.remote.trusted-selection-paths' in configuration", PathOf(selection));
                break;
            case ActorSelectionMessage selection:
                // Here and now: a busy actor on the way must not hold up the selection.
                ActorSelection.Deliver(recipient, sender, selection);
                break;
            case IPossiblyHarmful when untrusted:
                _remoting.Log.Debug(
                    "operating in UntrustedMode, dropping inbound IPossiblyHarmful message of type {0}",
                    payload.GetType());
                break;
            default:
                recipient.Tell(payload, sender);
                break;
        }
    }

    private bool IsTrusted(ActorSelectionMessage selection, IInternalActorRef recipient) =>
        _remoting.Settings.TrustedSelectionPaths.Contains(PathOf(selection))
        && selection.Message is not IPossiblyHarmful
        && recipient.Equals(_remoting.System.Provider.RootGuardian);

    private static string PathOf(ActorSelectionMessage selection) =>
        "/" + string.Join("/", selection.Elements.Select(element => element.ToString()));

    private object? Deserialize(in IncomingMessage message)
    {
        var manifest = Manifest(message.Manifest);
        try
        {
            return _remoting.System.Serialization.Deserialize(
                message.Payload.ToArray(), message.SerializerId, manifest);
        }
        catch (Exception e)
        {
            _remoting.Log.Warning(
                "Deserialization failed for message with serializer id [{0}] and manifest [{1}]. "
                + "Transient association error (association remains live). {2}",
                message.SerializerId, manifest, e);
            return null;
        }
    }

    private IInternalActorRef Resolve(ReadOnlySpan<byte> path)
    {
        Span<char> text = stackalloc char[LongestCachedText];
        if (path.Length > LongestCachedText)
            return Find(Wire.Text(path));
        text = text[..Encoding.UTF8.GetChars(path, text)];
        if (_refsByText.TryGetValue(text, out var known) && !IsStale(known))
            return known;
        var found = Find(text.ToString());
        if (found is RemoteActorRef or ActorRefWithCell)
        {
            if (_refs.Count >= CacheBound)
                _refs.Clear();
            _refsByText[text] = found;
        }
        return found;
    }

    /// <summary>Selections are addressed to the root, which a path otherwise does not name.</summary>
    private IInternalActorRef Find(string path)
    {
        var provider = _remoting.System.Provider;
        return (IInternalActorRef)(ActorPath.TryParse(path, out var parsed) && parsed!.Depth == 0
            ? provider.RootGuardianAt(parsed.Address)
            : provider.ResolveActorRef(path));
    }

    /// <summary>A path without uid must find the actor's next incarnation once this one has stopped.</summary>
    private static bool IsStale(IInternalActorRef known) => known.IsLocal && known.IsTerminated;

    private string Manifest(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return "";
        if (utf8.Length > LongestCachedText)
            return Wire.Text(utf8);
        Span<char> text = stackalloc char[LongestCachedText];
        text = text[..Encoding.UTF8.GetChars(utf8, text)];
        if (_manifestsByText.TryGetValue(text, out var known))
            return known;
        if (_manifests.Count >= CacheBound)
            _manifests.Clear();
        var manifest = text.ToString();
        _manifests.Add(manifest);
        return manifest;
    }
}
