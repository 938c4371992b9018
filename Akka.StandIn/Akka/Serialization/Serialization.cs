using System.Collections.Concurrent;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Event;

namespace Akka.Serialization;

/// <summary>Finds the serializer for an object by its class, and the one that wrote some bytes by its id.</summary>
public class Serialization
{
    [ThreadStatic]
    private static Information? _current;

    private readonly ConcurrentDictionary<Type, Serializer> _bindings = new();
    private readonly ConcurrentDictionary<Type, Serializer> _found = new();
    private readonly Dictionary<int, Serializer> _byId = [];
    private readonly Dictionary<string, Serializer> _byName = new(StringComparer.Ordinal);
    private readonly NullSerializer _nullSerializer;

    public Serialization(ExtendedActorSystem system)
    {
        System = system;
        _nullSerializer = new NullSerializer(system);
        AddSerializer("null", _nullSerializer);
        var config = system.Settings.Config;
        foreach (var (name, value) in config.GetConfig("akka.actor.serializers").AsEnumerable())
        {
            var type = Type.GetType(value.GetString());
            if (type is not null)
                AddSerializer(name, (Serializer)Activator.CreateInstance(type, system)!);
            else
                Warn($"The type name for serializer '{name}' did not resolve to an actual Type: '{value.GetString()}'");
        }

        foreach (var (typeName, value) in config.GetConfig("akka.actor.serialization-bindings").AsEnumerable())
        {
            if (Type.GetType(typeName) is not { } type)
                Warn($"The type of serialization binding '{typeName}' = {value.GetString()} is not an actual Type");
            else if (_byName.TryGetValue(value.GetString(), out var serializer))
                AddSerializationMap(type, serializer);
            else
                Warn($"Serialization binding to non existing serializer: '{value.GetString()}'");
        }
    }

    public ExtendedActorSystem System { get; }

    internal static Information? CurrentTransportInformation
    {
        get => _current;
        set => _current = value;
    }

    public void AddSerializer(string name, Serializer serializer)
    {
        if (_byId.TryGetValue(serializer.Identifier, out var other) && other.GetType() != serializer.GetType())
        {
            Warn($"Serializer with identifier [{serializer.Identifier}] is being overridden " +
                $"from [{other.GetType()}] to [{serializer.GetType()}]. Did you mean to do this?");
        }

        _byId[serializer.Identifier] = serializer;
        _byName[name] = serializer;
    }

    public void AddSerializationMap(Type type, Serializer serializer)
    {
        _bindings[type] = serializer;
        _found.Clear();
    }

    public Serializer FindSerializerFor(object? obj, string? defaultSerializerName = null) =>
        obj is null ? _nullSerializer : FindSerializerForType(obj.GetType(), defaultSerializerName);

    public Serializer FindSerializerForType(Type objectType, string? defaultSerializerName = null)
    {
        if (_found.TryGetValue(objectType, out var known))
            return known;
        if (MostSpecificBinding(objectType) is { } bound)
            return _found[objectType] = bound;
        if (defaultSerializerName is not null && _byName.TryGetValue(defaultSerializerName, out var named))
            return named;
        return _bindings.TryGetValue(typeof(object), out var catchAll)
            ? _found[objectType] = catchAll
            : throw new SerializationException($"Serializer not found for type {objectType.Name}");
    }

    /// <summary>
    /// The binding to the class itself, or to a base or an interface that no other bound one derives from.
    /// </summary>
    private Serializer? MostSpecificBinding(Type type)
    {
        Type? best = null;
        foreach (var candidate in _bindings.Keys)
        {
            if (candidate == typeof(object) || !candidate.IsAssignableFrom(type))
                continue;
            if (best is null || best.IsAssignableFrom(candidate))
                best = candidate;
        }

        return best is null ? null : _bindings[best];
    }

    public byte[] Serialize(object o) => With(_current ?? System.Provider.SerializationInformation, () =>
        FindSerializerFor(o).ToBinary(o));

    public object Deserialize(byte[] bytes, int serializerId, Type type)
    {
        var serializer = ById(serializerId, type?.Name ?? "");
        return With(_current ?? System.Provider.SerializationInformation, () => serializer.FromBinary(bytes, type!));
    }

    public object Deserialize(byte[] bytes, int serializerId, string manifest)
    {
        var serializer = ById(serializerId, manifest);
        return With(_current ?? System.Provider.SerializationInformation, () => serializer switch
        {
            SerializerWithStringManifest withManifest => withManifest.FromBinary(bytes, manifest),
            _ when string.IsNullOrEmpty(manifest) => serializer.FromBinary(bytes, null!),
            _ => serializer.FromBinary(bytes, FindType(manifest, serializerId)),
        });
    }

    private static Type FindType(string manifest, int serializerId)
    {
        try
        {
            return TypeNames.Find(manifest);
        }
        catch (Exception e)
        {
            throw new SerializationException(
                $"Cannot find manifest class [{manifest}] for serializer with id [{serializerId}].", e);
        }
    }

    private Serializer ById(int id, string manifest) => _byId.TryGetValue(id, out var serializer)
        ? serializer
        : throw new SerializationException(
            $"Cannot find serializer with id [{id}] (manifest [{manifest}]). The most probable reason is that the " +
            "configuration entry 'akka.actor.serializers' is not in sync between the two systems.");

    public IActorRef DeserializeActorRef(string path) => System.Provider.ResolveActorRef(path);

    /// <summary>
    /// What a reader needs to find the class again: the serializer's own word, or the class's name, or nothing.
    /// </summary>
    public static string ManifestFor(Serializer s, object msg)
    {
        if (s is SerializerWithStringManifest withManifest)
            return withManifest.Manifest(msg);
        return s.IncludeManifest ? TypeNames.Of(msg.GetType()) : "";
    }

    /// <summary>
    /// A path that is valid on other hosts, if it is written while a transport (or <see cref="WithTransport{T}"/>)
    /// asks.
    /// </summary>
    public static string SerializedActorPath(IActorRef? actorRef)
    {
        if (actorRef is null)
            return "";
        var system = (actorRef as ActorRefWithCell)?.Underlying.System as ExtendedActorSystem;
        if (_current is { } information && (system is null || ReferenceEquals(system, information.System)))
            return actorRef.Path.ToSerializationFormatWithAddress(information.Address);
        return system?.Provider.DefaultAddress is { } address
            ? actorRef.Path.ToSerializationFormatWithAddress(address)
            : actorRef.Path.ToSerializationFormat();
    }

    public static Information GetCurrentTransportInformation() => _current ?? throw new InvalidOperationException(
        "CurrentTransportInformation is not set. Use Serialization.WithTransport<T>.");

    public static T WithTransport<T>(ExtendedActorSystem system, Func<T> action) =>
        With(system.Provider.SerializationInformation, action);

    public static T WithTransport<TState, T>(ExtendedActorSystem system, TState state, Func<TState, T> action) =>
        With(system.Provider.SerializationInformation, () => action(state));

    internal static T With<T>(Information information, Func<T> action)
    {
        var outer = _current;
        _current = information;
        try
        {
            return action();
        }
        finally
        {
            _current = outer;
        }
    }

    private void Warn(string text) => System.Settings.StdoutLogger.Tell(
        new Warning(nameof(Serialization), typeof(Serialization), text), ActorRefs.NoSender);
}
