// No word about null in these signatures, because Akka.NET's say none: code must mean the same against either.
#nullable disable annotations

using System.Reflection;
using System.Xml.Linq;
using Akka.Configuration.Hocon;
using Newtonsoft.Json;

namespace Akka.Configuration;

public class ConfigurationFactory
{
    public static Config Empty => ParseString("");

    /// <summary>The callback turns the name in <c>include "name"</c> into what it stands for.</summary>
    public static Config ParseString(string hocon, Func<string, HoconRoot> includeCallback) =>
        new(Parser.Parse(hocon, includeCallback));

    public static Config ParseString(string hocon) => ParseString(hocon, null);

    /// <summary>What <c>configuration/akka/hocon</c> says in the application's .config file, if any.</summary>
    public static Config Load()
    {
        var program = Assembly.GetEntryAssembly()?.Location;
        var file = program + ".config";
        if (string.IsNullOrEmpty(program) || !File.Exists(file))
            return Empty;

        var hocon = XDocument.Load(file).Root?.Element("akka")?.Element("hocon")?.Value;
        return ParseString(hocon ?? "");
    }

    public static Config Default() => FromResource("Akka.Configuration.akka.conf", typeof(ConfigurationFactory));

    public static Config FromResource(string resourceName, object instanceInAssembly) => instanceInAssembly switch
    {
        Assembly assembly => FromResource(resourceName, assembly),
        Type type => FromResource(resourceName, type.Assembly),
        _ => FromResource(resourceName, instanceInAssembly.GetType().Assembly),
    };

    public static Config FromResource<TAssembly>(string resourceName) =>
        FromResource(resourceName, typeof(TAssembly).Assembly);

    public static Config FromResource(string resourceName, Assembly assembly)
    {
        using var stream = assembly.GetManifestResourceStream(resourceName)
            ?? throw new ArgumentNullException(nameof(resourceName),
                $"{assembly.GetName().Name} has no resource '{resourceName}', "
                + $"only: {string.Join(", ", assembly.GetManifestResourceNames())}.");
        using var reader = new StreamReader(stream);
        return ParseString(reader.ReadToEnd());
    }

    public static Config FromObject(object source) => ParseString(JsonConvert.SerializeObject(source));
}
