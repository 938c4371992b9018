// No word about null in these signatures, because Akka.NET's say none: code must mean the same against either.
#nullable disable annotations

using Akka.Configuration.Hocon;

namespace Akka.Configuration;

/// <summary>
/// What was read from one text, laid over its fallbacks. <see cref="Root"/> is the merged tree that every getter reads;
/// the own text's tree stays apart, for <see cref="ToString()"/>.
/// </summary>
public class Config
{
    public static readonly Config Empty = ConfigurationFactory.Empty;

    private readonly HoconValue _own;

    public Config()
    {
    }

    public Config(HoconRoot root)
        : this(root.Value, root.Value, null, root.Substitutions)
    {
        if (root.Value == null)
            throw new ArgumentNullException(nameof(root), "The root value cannot be null.");
    }

    public Config(Config source, Config fallback)
    {
        if (source == null)
            throw new ArgumentNullException(nameof(source), "The source configuration cannot be null.");

        _own = source._own;
        Root = source.Root;
        Fallback = fallback;
    }

    private Config(HoconValue own, HoconValue root, Config fallback, IEnumerable<HoconSubstitution> substitutions)
    {
        _own = own;
        Root = root;
        Fallback = fallback;
        Substitutions = substitutions;
    }

    public Config Fallback { get; }

    public HoconValue Root { get; }

    public IEnumerable<HoconSubstitution> Substitutions { get; set; }

    public bool IsEmpty => Root == null || Root.IsEmpty;

    public static implicit operator Config(string str) => ConfigurationFactory.ParseString(str);

    public static Config operator +(Config config, string fallback) =>
        config.WithFallback(ConfigurationFactory.ParseString(fallback));

    public static Config operator +(string configHocon, Config fallbackConfig) =>
        ConfigurationFactory.ParseString(configHocon).WithFallback(fallbackConfig);

    public string GetString(string path, string @default = null) => Find(path) is { } v ? v.GetString() : @default;

    public bool GetBoolean(string path, bool @default = false) => Find(path)?.GetBoolean() ?? @default;

    public int GetInt(string path, int @default = 0) => Find(path)?.GetInt() ?? @default;

    public long GetLong(string path, long @default = 0) => Find(path)?.GetLong() ?? @default;

    public float GetFloat(string path, float @default = 0) => Find(path)?.GetFloat() ?? @default;

    public double GetDouble(string path, double @default = 0) => Find(path)?.GetDouble() ?? @default;

    public decimal GetDecimal(string path, decimal @default = 0) => Find(path)?.GetDecimal() ?? @default;

    public long? GetByteSize(string path) => Find(path)?.GetByteSize();

    public long? GetByteSize(string path, long? def = null) => Find(path) is { } v ? v.GetByteSize() : def;

    /// <summary>A bare number is milliseconds; <c>infinite</c> is <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public TimeSpan GetTimeSpan(string path, TimeSpan? @default = null, bool allowInfinite = true) =>
        Find(path)?.GetTimeSpan(allowInfinite) ?? @default.GetValueOrDefault();

    // A list that is absent is the caller's mistake in Akka.NET (NullReferenceException), except for strings.
    public IList<bool> GetBooleanList(string path) => Find(path).GetBooleanList();

    public IList<byte> GetByteList(string path) => Find(path).GetByteList();

    public IList<int> GetIntList(string path) => Find(path).GetIntList();

    public IList<long> GetLongList(string path) => Find(path).GetLongList();

    public IList<float> GetFloatList(string path) => Find(path).GetFloatList();

    public IList<double> GetDoubleList(string path) => Find(path).GetDoubleList();

    public IList<decimal> GetDecimalList(string path) => Find(path).GetDecimalList();

    public IList<string> GetStringList(string path) => Find(path)?.GetStringList() ?? new List<string>();

    public IList<string> GetStringList(string path, string[] defaultPaths) =>
        Find(path)?.GetStringList() ?? defaultPaths;

    public HoconValue GetValue(string path) => Find(path);

    public bool HasPath(string path) => Find(path) != null;

    public Config GetConfig(string path)
    {
        var own = Find(path) is { } value ? new Config(new HoconRoot(value)) : null;
        var fallback = Fallback?.GetConfig(path);
        return own == null ? fallback : own.WithFallback(fallback);
    }

    public Config WithFallback(Config fallback)
    {
        if (fallback == this)
            throw new ArgumentException("Config can not have itself as fallback", nameof(fallback));
        if (fallback == null)
            return this;
        if (IsEmpty)
            return fallback;
        if (Holds(fallback.Root.GetObject(), null))
            return this;

        var merged = new HoconValue();
        merged.AppendValue(fallback.Root.GetObject().OverlaidBy(Root.GetObject()));
        return new Config(_own, merged, Appended(Fallback, fallback), Substitutions);
    }

    /// <summary>The top-level keys, each once, with the value that wins.</summary>
    public IEnumerable<KeyValuePair<string, HoconValue>> AsEnumerable()
    {
        var seen = new HashSet<string>();
        for (var config = this; config != null; config = config.Fallback)
        {
            foreach (var item in config.Root.GetObject().Items)
            {
                if (seen.Add(item.Key))
                    yield return item;
            }
        }
    }

    public override string ToString() => _own == null ? "" : _own.ToString();

    public string ToString(bool includeFallback) => includeFallback ? Root.ToString() : ToString();

    private static Config Appended(Config chain, Config last) => chain == null
        ? last
        : new Config(chain._own, chain.Root, Appended(chain.Fallback, last), chain.Substitutions);

    private HoconValue Find(string path)
    {
        var node = Root ?? throw new InvalidOperationException("Current node should not be null");
        foreach (var key in HoconPath.Split(path))
        {
            node = node.GetChildObject(key);
            if (node == null)
                return null;
        }

        return node;
    }

    /// <summary>Whether every value of <paramref name="other"/> is here already, so that it adds nothing.</summary>
    private bool Holds(HoconObject other, string prefix)
    {
        foreach (var (key, value) in other.Items)
        {
            var path = prefix == null ? key : $"{prefix}.\"{key}\"";
            if (!HasPath(path) || !HoldsValue(value, path))
                return false;
        }

        return true;
    }

    private bool HoldsValue(HoconValue value, string path)
    {
        if (value.IsObject())
            return Holds(value.GetObject(), path);
        if (value.IsArray())
            return value.GetStringList().All(GetStringList(path).Contains);
        return value.GetString() == GetString(path);
    }
}
