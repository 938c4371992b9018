using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace Raft.Specs.Conformance.Configuration;

/// <summary>Short words for the specs of this folder. Akka.NET's HOCON is not all of HOCON.</summary>
internal static class Hocon
{
    public static Config Read(string text) => ConfigurationFactory.ParseString(text);

    public static Config Read(string text, params (string Name, string Text)[] files) =>
        ConfigurationFactory.ParseString(text, name => Parser.Parse(files.Single(f => f.Name == name).Text, null));

    public static IEnumerable<string> Keys(this Config config) => config.AsEnumerable().Select(item => item.Key);
}
