using System.Globalization;
using Akka.Util;

namespace Akka.Actor;

/// <summary>
/// The place of an actor in its system's tree. Equality looks at address and names alone; the uid, which tells one
/// incarnation from the next, is compared by actor references.
/// </summary>
public abstract partial class ActorPath : IEquatable<ActorPath>, IComparable<ActorPath>, ISurrogated
{
    public const string ValidSymbols = "\"-_.*$+:@&=,!~';()";

    private readonly ActorPath? _parent;
    private readonly int _hash;
    private string[]? _elements;
    private string? _withoutAddress;

    protected ActorPath(Address address, string name)
    {
        Address = address;
        Name = name;
        _hash = HashCode.Combine(address, name.GetHashCode(StringComparison.Ordinal));
    }

    protected ActorPath(ActorPath parentPath, string name, long uid)
    {
        _parent = parentPath;
        Address = parentPath.Address;
        Depth = parentPath.Depth + 1;
        Name = name;
        Uid = uid;
        _hash = HashCode.Combine(parentPath._hash, name.GetHashCode(StringComparison.Ordinal));
    }

    public Address Address { get; }

    public string Name { get; }

    public long Uid { get; }

    public int Depth { get; }

    public ActorPath Parent => _parent ?? this;

    public ActorPath Root => Depth == 0 ? this : _parent!.Root;

    public IReadOnlyList<string> Elements => _elements ??= CollectElements();

    internal IReadOnlyList<string> ElementsWithUid
    {
        get
        {
            if (Uid == ActorCell.UndefinedUid || Depth == 0)
                return Elements;
            var elements = CollectElements();
            elements[^1] += UidSuffix;
            return elements;
        }
    }

    private string UidSuffix => Uid == ActorCell.UndefinedUid ? "" : "#" + Uid.ToString(CultureInfo.InvariantCulture);

    private string[] CollectElements()
    {
        var elements = new string[Depth];
        for (var path = this; path.Depth > 0; path = path._parent!)
            elements[path.Depth - 1] = path.Name;
        return elements;
    }

    public ActorPath Child(string childName) => this / childName;

    public ActorPath WithUid(long uid)
    {
        if (uid == Uid)
            return this;
        return Depth == 0
            ? throw new NotSupportedException("RootActorPath must have undefined uid")
            : new ChildActorPath(_parent!, Name, uid);
    }

    public string ToStringWithoutAddress() => _withoutAddress ??= "/" + string.Join('/', CollectElements());

    public override string ToString() => Address + ToStringWithoutAddress();

    public string ToStringWithAddress() => ToString();

    /// <summary>With the given address, unless this path says itself on which host it is.</summary>
    public string ToStringWithAddress(Address address) =>
        (Address.HasGlobalScope ? Address : address) + ToStringWithoutAddress();

    public string ToStringWithUid() => ToString() + UidSuffix;

    public string ToSerializationFormat() => ToStringWithUid();

    public string ToSerializationFormatWithAddress(Address address) => ToStringWithAddress(address) + UidSuffix;

    public static string FormatPathElements(IEnumerable<string> pathElements) => string.Join('/', pathElements);

    public bool Equals(ActorPath? other)
    {
        if (ReferenceEquals(this, other))
            return true;
        if (other is null || other._hash != _hash || other.Depth != Depth)
            return false;
        ActorPath mine = this, theirs = other;
        for (; mine.Depth > 0; mine = mine._parent!, theirs = theirs._parent!)
        {
            if (ReferenceEquals(mine, theirs))
                return true;
            if (!string.Equals(mine.Name, theirs.Name, StringComparison.Ordinal))
                return false;
        }

        return mine.Address.Equals(theirs.Address) && mine.Name == theirs.Name;
    }

    public override bool Equals(object? obj) => Equals(obj as ActorPath);

    public override int GetHashCode() => _hash;

    public int CompareTo(ActorPath? other) => other is null ? 1 : string.CompareOrdinal(ToString(), other.ToString());

    public static bool operator ==(ActorPath? left, ActorPath? right) => Equals(left, right);

    public static bool operator !=(ActorPath? left, ActorPath? right) => !Equals(left, right);

    public static ActorPath operator /(ActorPath path, string name)
    {
        var hash = name.IndexOf('#', StringComparison.Ordinal);
        if (hash < 0)
            return new ChildActorPath(path, name, ActorCell.UndefinedUid);
        var uid = long.Parse(name.AsSpan(hash + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return new ChildActorPath(path, name[..hash], uid);
    }

    public static ActorPath operator /(ActorPath path, IEnumerable<string> name)
    {
        foreach (var element in name)
        {
            if (element.Length > 0)
                path /= element;
        }

        return path;
    }

    public ISurrogate ToSurrogate(ActorSystem system) => new Surrogate(ToSerializationFormat());

    public sealed class Surrogate(string path) : ISurrogate
    {
        public string Path { get; } = path;

        public ISurrogated FromSurrogate(ActorSystem system) => Parse(Path);
    }
}

public sealed class RootActorPath : ActorPath
{
    public RootActorPath(Address address, string name = "") : base(address, name)
    {
    }
}

public sealed class ChildActorPath : ActorPath
{
    public ChildActorPath(ActorPath parentPath, string name, long uid) : base(parentPath, name, uid)
    {
    }
}
