// No word about null in these signatures, because Akka.NET's say none: code must mean the same against either.
#nullable disable annotations

namespace Akka.Configuration.Hocon;

/// <summary><c>${path}</c>: the value at that path of its own text, never of a fallback.</summary>
public class HoconSubstitution : IHoconElement, IMightBeAHoconObject
{
    public HoconSubstitution(string path)
    {
        Path = path;
    }

    public string Path { get; set; }

    public HoconValue ResolvedValue { get; set; }

    public bool IsString() => ResolvedValue.IsString();

    public string GetString() => ResolvedValue.GetString();

    public bool IsArray() => ResolvedValue.IsArray();

    public IList<HoconValue> GetArray() => ResolvedValue.GetArray();

    public bool IsObject() => ResolvedValue != null && ResolvedValue.IsObject();

    public HoconObject GetObject() => ResolvedValue.GetObject();
}
