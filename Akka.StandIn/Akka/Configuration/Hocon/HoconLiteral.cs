// No word about null in these signatures, because Akka.NET's say none: code must mean the same against either.
#nullable disable annotations

namespace Akka.Configuration.Hocon;

public class HoconLiteral : IHoconElement
{
    public string Value { get; set; }

    public bool IsString() => true;

    public string GetString() => Value;

    public bool IsArray() => false;

    public IList<HoconValue> GetArray() => throw new NotSupportedException("A text is not an array.");

    public override string ToString() => Value;
}
