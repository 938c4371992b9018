using System.Text;
using Akka.Actor;
using Newtonsoft.Json;

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
            Converters = { new ReferenceConverter(system) },
        };
    }

    public JsonSerializerSettings Settings { get; }

    public override bool IncludeManifest => false;

    /// <summary>The class goes before the JSON, which may not name it: a number, a string, a reference.</summary>
    public override byte[] ToBinary(object obj)
    {
        var json = JsonConvert.SerializeObject(obj, Settings);
        return Encoding.UTF8.GetBytes($"{TypeNames.Of(obj.GetType())}\n{json}");
    }

    public override object FromBinary(byte[] bytes, Type type)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return JsonConvert.DeserializeObject(text[(end + 1)..], TypeNames.Find(text[..end]), Settings)!;
    }

    /// <summary>Actor references, paths and addresses are written as text, and found again by it.</summary>
    private sealed class ReferenceConverter(ExtendedActorSystem system) : JsonConverter
    {
        public override bool CanConvert(Type objectType) =>
            typeof(IActorRef).IsAssignableFrom(objectType) ||
            typeof(ActorPath).IsAssignableFrom(objectType) ||
            objectType == typeof(Address);

        public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer) =>
            writer.WriteValue(value switch
            {
                IActorRef reference => Serialization.SerializedActorPath(reference),
                ActorPath path => path.ToSerializationFormat(),
                _ => value?.ToString(),
            });

        public override object? ReadJson(
            JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer)
        {
            if (reader.Value is not string text)
                return null;
            if (objectType == typeof(Address))
                return Address.Parse(text);
            return typeof(ActorPath).IsAssignableFrom(objectType)
                ? ActorPath.Parse(text)
                : system.Provider.ResolveActorRef(text);
        }
    }
}
