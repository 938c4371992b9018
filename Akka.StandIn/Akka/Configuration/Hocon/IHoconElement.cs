// No word about null in these signatures, because Akka.NET's say none: code must mean the same against either.
#nullable disable annotations

namespace Akka.Configuration.Hocon;

/// <summary>One piece of a value; a value is a row of them, since <c>a = x ${y} z</c> concatenates.</summary>
public interface IHoconElement
{
    bool IsString();

    string GetString();

    bool IsArray();

    IList<HoconValue> GetArray();
}

public interface IMightBeAHoconObject
{
    bool IsObject();

    HoconObject GetObject();
}
