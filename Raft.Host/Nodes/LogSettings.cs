using Akka.Configuration;
using Raft.Host.Configuration;

namespace Raft.Host.Nodes;

/// <summary>How a line of the node's log looks.</summary>
internal enum LogFormat
{
    /// <summary>Time, id and a sentence, for people.</summary>
    Text,

    /// <summary>One object of JSON, for machines.</summary>
    Json,
}

/// <summary>How much a line of the node's log matters; the higher, the more.</summary>
internal enum LogImportance
{
    /// <summary>Something changed, as it does.</summary>
    Info,

    /// <summary>Something is not as it should be, and the node goes on.</summary>
    Warning,

    /// <summary>Something failed.</summary>
    Error,
}

/// <summary>The settings under <c>raft.host.log</c>.</summary>
/// <param name="Format">How a line looks.</param>
/// <param name="Least">What matters less than this is not written.</param>
internal sealed record LogSettings(LogFormat Format, LogImportance Least)
{
    /// <summary>Reads and checks them.</summary>
    /// <exception cref="SettingException">One of them cannot be used.</exception>
    public static LogSettings Create(Config config) => new(
        OneOf<LogFormat>(config, "raft.host.log.format"), OneOf<LogImportance>(config, "raft.host.log.level"));

    private static T OneOf<T>(Config config, string key)
        where T : struct, Enum
    {
        var text = config.GetString(key);
        var names = Enum.GetNames<T>().Select(name => name.ToLowerInvariant()).ToList();
        return names.Contains(text)
            ? Enum.Parse<T>(text, ignoreCase: true)
            : throw new SettingException(key, text, $"must be one of {string.Join(", ", names)}");
    }
}
