// No word about null in these signatures, because Akka.NET's say none: code must mean the same against either.
#nullable disable annotations

using System.Text;

namespace Akka.Configuration.Hocon;

public class HoconObject : IHoconElement
{
    public Dictionary<string, HoconValue> Items { get; private init; } = [];

    public bool IsString() => false;

    public string GetString() => throw new NotSupportedException("An object is not a text.");

    public bool IsArray() => false;

    public IList<HoconValue> GetArray() => throw new NotSupportedException("An object is not an array.");

    public HoconValue GetKey(string key) => Items.GetValueOrDefault(key);

    public HoconValue GetOrCreateKey(string key)
    {
        if (!Items.TryGetValue(key, out var value))
            Items.Add(key, value = new HoconValue());
        return value;
    }

    /// <summary>Takes over the other's values, which win; objects on both sides become one.</summary>
    public void Merge(HoconObject other) => Overlay(Items, other);

    public override string ToString() => ToString(0);

    public string ToString(int indent)
    {
        var margin = new string(' ', indent * 2);
        var text = new StringBuilder();
        foreach (var (key, value) in Items)
            text.Append($"{margin}{Quoting.IfNeeded(key)} : {value.ToString(indent)}\r\n");
        return text.ToString();
    }

    /// <summary>As <see cref="Merge"/>, but into a new object: no <see cref="Config"/> changes by it.</summary>
    internal HoconObject OverlaidBy(HoconObject other)
    {
        var items = new Dictionary<string, HoconValue>(Items);
        Overlay(items, other);
        return new HoconObject { Items = items };
    }

    private static void Overlay(Dictionary<string, HoconValue> items, HoconObject other)
    {
        foreach (var (key, theirs) in other.Items)
        {
            var mine = items.GetValueOrDefault(key);
            items[key] = mine != null && mine.IsObject() && theirs.IsObject()
                ? HoconValue.Of(mine.GetObject().OverlaidBy(theirs.GetObject()))
                : theirs;
        }
    }
}
