using System.Text;
using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace Raft.Host.Configuration;

/// <summary>
/// What the user configured: files, those that they include, and <c>--set</c> options, the later winning over the
/// earlier. It remembers where every key was written, so that a mistake can be told with its place.
/// </summary>
public sealed class ConfigSource
{
    private const string Hidden = "(hidden)";

    // Below these there are things that nobody should read over somebody's shoulder.
    private static readonly string[] Secrets =
        ["raft.secret.", "raft.host.http.tokens.", "akka.remote.dot-netty.tcp.ssl."];

    private readonly Dictionary<string, WrittenKey> _written = new(StringComparer.Ordinal);
    private readonly List<string> _open = [];
    private readonly string _name;

    private ConfigSource(IReadOnlyList<string> files, IReadOnlyList<string> settings)
    {
        _name = files[0];
        Config = files.Select(Load).Concat(settings.Select(Option))
            .Aggregate(Config.Empty, (under, root) => new Config(root).WithFallback(under));
    }

    /// <summary>Everything together, without any defaults.</summary>
    public Config Config { get; }

    /// <summary>Reads and parses.</summary>
    /// <param name="files">At least one file.</param>
    /// <param name="settings">Options of the form <c>KEY=VALUE</c>.</param>
    /// <exception cref="UsageException">A file cannot be read or understood.</exception>
    public static ConfigSource Load(IReadOnlyList<string> files, IReadOnlyList<string> settings) =>
        new(files, settings);

    /// <summary>Refuses settings under <c>raft.</c> that are not in the reference.</summary>
    /// <param name="reference">Every setting there is, with its default.</param>
    /// <exception cref="UsageException">One is not; said with its place.</exception>
    public void Check(Config reference)
    {
        var known = new KnownSettings(reference);
        foreach (var key in _written.Values)
        {
            try
            {
                known.Check(key);
            }
            catch (SettingException wrong)
            {
                throw Explain(wrong.Key, wrong.Value, wrong.Problem);
            }
        }
    }

    /// <summary>
    /// A path that a setting names, beside the file that says so; one from the command line is beside nothing.
    /// </summary>
    public string PathOf(string key, string path) => _written.GetValueOrDefault(key) is { Line: > 0 } written
        ? Path.GetFullPath(Beside(written.File, path))
        : Path.GetFullPath(path);

    /// <summary>One line that names the place, the key and the value; what must stay secret is not repeated.</summary>
    public UsageException Explain(string key, string value, string problem)
    {
        var written = _written.GetValueOrDefault(key);
        value = value == "(not set)" ? "" : value.Trim('"');
        if (Secrets.Any(secret => key.StartsWith(secret, StringComparison.Ordinal))
            && !key.EndsWith("file", StringComparison.Ordinal))
        {
            written = written is null ? null : written with { Value = Hidden };
            value = value.Length == 0 ? value : Hidden;
        }
        var place = written switch
        {
            null => _name,
            { Line: 0 } => written.File,
            _ => $"{written.File}:{written.Line}",
        };
        var what = written is null ? $"\"{Shorten(value)}\"" : Shorten(written.Value);
        return new UsageException(written is null && value.Length == 0
            ? $"{place}: {key} is not set: {problem}"
            : $"{place}: {key} = {what}: {problem}");
    }

    private HoconRoot Load(string file)
    {
        var path = Path.GetFullPath(file);
        if (_open.Contains(path))
            throw new UsageException(
                $"{file}: includes itself, by way of {string.Join(", ", _open.Select(Path.GetFileName))}");
        var text = Read(file);
        _open.Add(path);
        var root = Parse(file, text, included => Load(Beside(file, included)));
        _open.RemoveAt(_open.Count - 1);
        // A second pass, since the first one went into the includes: this file's own keys stand over theirs.
        HoconScan.Run(text, file, key => _written[key.Name] = key);
        return root;
    }

    private HoconRoot Option(string option)
    {
        var (key, value) = option.Split('=', 2) is [var left, var right] && left.Trim().Length > 0
            ? (left.Trim(), right.Trim())
            : throw new UsageException($"--set {option}: must be KEY=VALUE");
        // Most values are plain text to the shell and hold colons; only those that look like HOCON are read as such.
        var text = value.StartsWith('{') || value.StartsWith('[') || value.StartsWith('"')
            ? $"{key} = {value}"
            : $"{key} = \"{Escaped(value)}\"";
        var root = Parse("--set " + option, text, _ => throw new FormatException("an option cannot include a file"));
        HoconScan.Run(text, "--set", written => _written[written.Name] = written with { Line = 0 });
        return root;
    }

    private static string Escaped(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal);

    private static HoconRoot Parse(string file, string text, Func<string, HoconRoot> include)
    {
        try
        {
            return Parser.Parse(text, include);
        }
        catch (Exception broken) when (broken is not UsageException)
        {
            throw new UsageException($"{file}: is not valid HOCON: {OneLine(broken.Message)}");
        }
    }

    private string Read(string file)
    {
        try
        {
            return File.ReadAllText(file, new UTF8Encoding(false, throwOnInvalidBytes: true));
        }
        catch (Exception broken) when (broken is FileNotFoundException or DirectoryNotFoundException)
        {
            var includedBy = _open.Count > 0 ? $", and {Path.GetFileName(_open[^1])} includes it" : "";
            throw new UsageException($"{file}: there is no such file{includedBy}");
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new UsageException($"{file}: cannot be read: {OneLine(broken.Message)}");
        }
    }

    // Relative to the including file, as a reader of that file expects.
    private static string Beside(string file, string included) =>
        Path.IsPathRooted(included) ? included : Path.Combine(Path.GetDirectoryName(file) ?? "", included);

    private static string OneLine(string text) => string.Join(' ', text.Split('\n', StringSplitOptions.TrimEntries));

    private static string Shorten(string value) =>
        OneLine(value) is { Length: > 80 } longer ? longer[..79] + "…" : OneLine(value);
}
