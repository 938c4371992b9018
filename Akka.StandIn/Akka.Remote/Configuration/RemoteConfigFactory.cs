using Akka.Configuration;

namespace Akka.Remote.Configuration;

internal static class RemoteConfigFactory
{
    public static Config Default()
    {
        const string name = "Akka.Remote.Configuration.Remote.conf";
        using var stream = typeof(RemoteConfigFactory).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return ConfigurationFactory.ParseString(reader.ReadToEnd());
    }
}
