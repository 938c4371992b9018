// No word about null in these signatures, because Akka.NET's say none: code must mean the same against either.
#nullable disable annotations

using System.Globalization;

namespace Akka.Configuration.Hocon;

/// <summary>What a key stands for: a row of texts that concatenate, of arrays that concatenate, or an object.</summary>
public class HoconValue : IMightBeAHoconObject
{
    public HoconValue() : this([])
    {
    }

    public HoconValue(List<IHoconElement> values)
    {
        Values = values;
    }

    public List<IHoconElement> Values { get; }

    public bool IsEmpty => Values.Count == 0 || Values[0] is HoconObject { Items.Count: 0 };

    public Config ToConfig() => new(new HoconRoot(this));

    public Config AtKey(string key)
    {
        var parent = new HoconObject();
        parent.Items[key] = this;
        return Of(parent).ToConfig();
    }

    public void AppendValue(IHoconElement value) => Values.Add(value);

    public void Clear() => Values.Clear();

    public void NewValue(IHoconElement value)
    {
        Values.Clear();
        Values.Add(value);
    }

    // Only the first element tells whether this is an object: blanks that trail its brace are elements, too.
    public HoconObject GetObject() => Values.FirstOrDefault() switch
    {
        HoconObject whole => whole,
        IMightBeAHoconObject other when other.IsObject() => other.GetObject(),
        _ => null,
    };

    public bool IsObject() => GetObject() != null;

    public HoconValue GetChildObject(string key) => GetObject()?.GetKey(key);

    public bool IsArray() => GetArray().Count != 0;

    public IList<HoconValue> GetArray() => Values.Where(v => v.IsArray()).SelectMany(v => v.GetArray()).ToList();

    public bool IsString() => Values.Count > 0 && Values.All(v => v.IsString());

    /// <summary>All pieces, trimmed. Null for what is no text and for the text <c>null</c>, quoted or not.</summary>
    public string GetString()
    {
        if (!IsString())
            return null;

        var text = string.Concat(Values.Select(v => v.GetString())).Trim();
        return text == "null" ? null : text;
    }

    public bool GetBoolean() => GetString() switch
    {
        "on" or "true" => true,
        "off" or "false" => false,
        var other => throw new NotSupportedException($"Unknown boolean format: {other}"),
    };

    public byte GetByte() => byte.Parse(GetString(), NumberFormatInfo.InvariantInfo);

    public int GetInt() => int.Parse(GetString(), NumberFormatInfo.InvariantInfo);

    public long GetLong() => long.Parse(GetString(), NumberFormatInfo.InvariantInfo);

    public float GetFloat() => float.Parse(GetString(), NumberFormatInfo.InvariantInfo);

    public double GetDouble() => double.Parse(GetString(), NumberFormatInfo.InvariantInfo);

    public decimal GetDecimal() => decimal.Parse(GetString(), NumberFormatInfo.InvariantInfo);

    public TimeSpan GetTimeSpan(bool allowInfinite = true) => HoconUnits.TimeSpan(GetString(), allowInfinite);

    public long? GetByteSize() => GetString() is { Length: > 0 } text ? HoconUnits.ByteSize(text) : null;

    public IList<byte> GetByteList() => ListOf(v => v.GetByte());

    public IList<int> GetIntList() => ListOf(v => v.GetInt());

    public IList<long> GetLongList() => ListOf(v => v.GetLong());

    public IList<bool> GetBooleanList() => ListOf(v => v.GetBoolean());

    public IList<float> GetFloatList() => ListOf(v => v.GetFloat());

    public IList<double> GetDoubleList() => ListOf(v => v.GetDouble());

    public IList<decimal> GetDecimalList() => ListOf(v => v.GetDecimal());

    public IList<string> GetStringList() => ListOf(v => v.GetString());

    public override string ToString() => ToString(0);

    public string ToString(int indent)
    {
        if (IsString())
            return Quoting.IfNeeded(GetString());
        if (IsObject())
        {
            var body = GetObject().ToString(indent + 1);
            return indent == 0 ? body : $"{{\r\n{body}{new string(' ', indent * 2)}}}";
        }

        if (IsArray())
            return $"[{string.Join(",", GetArray().Select(v => v.ToString(indent + 1)))}]";
        return "<<unknown value>>";
    }

    internal static HoconValue Of(IHoconElement element) => new([element]);

    private List<T> ListOf<T>(Func<HoconValue, T> read) => GetArray().Select(read).ToList();
}
