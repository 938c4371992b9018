using System.Globalization;
using Akka.Configuration;

namespace Raft.Actors;

/// <summary>Reads settings with their bounds, and names the one that cannot be used.</summary>
/// <param name="config">The section.</param>
/// <param name="prefix">The section's path, for messages.</param>
internal sealed class SettingsReader(Config config, string prefix)
{
    /// <summary>A text that is not empty.</summary>
    public string Text(string key)
    {
        var value = config.GetString(key, "");
        return string.IsNullOrWhiteSpace(value) ? throw Bad(key, "a text is needed") : value;
    }

    /// <summary>A time span within bounds.</summary>
    public TimeSpan Span(string key, TimeSpan least, TimeSpan most)
    {
        var value = Read(
            key, () => config.GetTimeSpan(key, null, allowInfinite: false), "a duration such as 100ms or 5s is needed");
        return value >= least && value <= most
            ? value
            : throw Bad(key, $"it must be from {Show(least)} to {Show(most)}");
    }

    /// <summary>A whole number within bounds.</summary>
    public int Count(string key, int least, int most)
    {
        var value = Read(key,
            () => long.Parse(config.GetString(key, ""), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
            "a whole number is needed");
        return value >= least && value <= most ? (int)value : throw Bad(key, $"it must be from {least} to {most}");
    }

    /// <summary>A share within bounds.</summary>
    public double Share(string key, double least, double most)
    {
        var value = Read(
            key, () => double.Parse(config.GetString(key, ""), CultureInfo.InvariantCulture), "a number is needed");
        return value >= least && value <= most
            ? value
            : throw Bad(key, string.Create(CultureInfo.InvariantCulture, $"it must be from {least} to {most}"));
    }

    /// <summary>A size in bytes within bounds.</summary>
    public long Size(string key, long least, long most)
    {
        var value = Read(
            key, () => config.GetByteSize(key) ?? throw new FormatException(), "a size such as 256KiB is needed");
        return value >= least && value <= most ? value : throw Bad(key, $"it must be from {least} to {most} bytes");
    }

    /// <summary>On or off.</summary>
    public bool Switch(string key) => Read(key, () => config.GetBoolean(key), "on or off is needed");

    /// <summary>The complaint about a setting.</summary>
    public RaftConfigException Bad(string key, string problem) => new($"{prefix}.{key}", Shown(key), problem);

    private string Shown(string key)
    {
        var value = config.HasPath(key) ? config.GetString(key, "") : null;
        return value is null ? "(not set)" : $"\"{value}\"";
    }

    private T Read<T>(string key, Func<T> read, string problem)
    {
        if (!config.HasPath(key))
            throw Bad(key, problem);
        try
        {
            return read();
        }
        catch (Exception e) when (e is not RaftConfigException)
        {
            throw Bad(key, problem);
        }
    }

    private static string Show(TimeSpan span) =>
        span.TotalSeconds >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.###}s")
            : $"{span.TotalMilliseconds:0}ms";
}
