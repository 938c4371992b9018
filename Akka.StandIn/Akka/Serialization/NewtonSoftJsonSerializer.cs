using System.Globalization;
using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Util;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Akka.Serialization;

/// <summary>What is used for everything that nobody has bound to a serializer of its own.</summary>
public class NewtonSoftJsonSerializer : Serializer
{
    public NewtonSoftJsonSerializer(ExtendedActorSystem system) : base(system)
    {
        Settings = new JsonSerializerSettings
        {
            PreserveReferencesHandling = PreserveReferencesHandling.Objects,
            NullValueHandling = NullValueHandling.Ignore,
            DefaultValueHandling = DefaultValueHandling.Ignore,
            MissingMemberHandling = MissingMemberHandling.Ignore,
            ObjectCreationHandling = ObjectCreationHandling.Replace,
            ConstructorHandling = ConstructorHandling.AllowNonPublicDefaultConstructor,
            TypeNameHandling = TypeNameHandling.All,
            Converters = { new SurrogateConverter(system) },
        };
    }

    public JsonSerializerSettings Settings { get; }

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) =>
        Encoding.UTF8.GetBytes(JsonConvert.SerializeObject(obj, Settings));

    public override object FromBinary(byte[] bytes, Type type)
    {
        var value = JsonConvert.DeserializeObject(Encoding.UTF8.GetString(bytes), Settings);
        return Restore(value, system)!;
    }

    private static object? Restore(object? value, ActorSystem system) => value switch
    {
        JObject json when json["$"]?.Value<string>() is { Length: > 1 } number => ExactNumber(number),
        ISurrogate surrogate => surrogate.FromSurrogate(system),
        _ => value,
    };

    private static object ExactNumber(string text)
    {
        var digits = text.AsSpan(1);
        return text[0] switch
        {
            'I' => int.Parse(digits, CultureInfo.InvariantCulture),
            'F' => float.Parse(digits, CultureInfo.InvariantCulture),
            'M' => decimal.Parse(digits, CultureInfo.InvariantCulture),
            _ => throw new SerializationException($"[{text}] is no number that this serializer has written."),
        };
    }

    /// <summary>
    /// Writes references, paths and addresses as their surrogates. JSON has one kind of number, so the three that
    /// would come back as another are written as <c>{"$":"I5"}</c>.
    /// </summary>
    private sealed class SurrogateConverter(ExtendedActorSystem system) : JsonConverter
    {
        public override bool CanConvert(Type objectType) =>
            objectType == typeof(int) || objectType == typeof(float) || objectType == typeof(decimal) ||
            objectType == typeof(object) || typeof(ISurrogated).IsAssignableFrom(objectType);

        public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer)
        {
            if (value is ISurrogated surrogated)
            {
                serializer.Serialize(writer, surrogated.ToSurrogate(system));
                return;
            }
            writer.WriteStartObject();
            if (value is IFormattable number)
            {
                var kind = value is int ? "I" : value is float ? "F" : "M";
                writer.WritePropertyName("$");
                writer.WriteValue(kind + number.ToString(null, CultureInfo.InvariantCulture));
            }
            writer.WriteEndObject();
        }

        public override object? ReadJson(
            JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer)
        {
            var value = Restore(serializer.Deserialize(reader), system);
            return value is long or double && objectType != typeof(object)
                ? Convert.ChangeType(value, objectType, CultureInfo.InvariantCulture)
                : value;
        }
    }
}
