using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace Raft.Host.Configuration;

/// <summary>
/// Which settings there are under <c>raft.</c>: those that the reference files list, each with its default.
/// </summary>
internal sealed class KnownSettings
{
    private const string Root = "raft";

    private readonly HoconValue _reference;

    /// <param name="reference">The reference configuration, from its root.</param>
    public KnownSettings(Config reference) => _reference = reference.GetValue(Root);

    /// <summary>
    /// Refuses a key that nobody reads, a value where a section belongs, and a section where a value belongs.
    /// </summary>
    /// <exception cref="SettingException">The key is none of ours.</exception>
    public void Check(WrittenKey key)
    {
        if (key.Path[0] != Root)
            return;
        var node = _reference;
        for (var depth = 1; depth < key.Path.Count; depth++)
        {
            if (IsOpen(node))
                return;
            var owner = node;
            node = Child(owner, key.Path[depth]);
            if (node is null)
                throw Wrong(key, owner.IsObject() ? NoSuch(key) : $"{Prefix(key, depth)} is one value, not a section");
        }
        if (node.IsObject() && !key.IsSection && !IsObjectText(key))
            throw Wrong(
                key, $"is a section, {key.Name} {{ {string.Join(", ", node.GetObject().Items.Keys)} }}, not one value");
        if (!node.IsObject() && key.IsSection)
            throw Wrong(key, "is one value, not a section");
    }

    private string NoSuch(WrittenKey key) => Spelling.Nearest(key.Name, Names(_reference, Root)) is { } meant
        ? $"there is no such setting; did you mean {meant}?"
        : "there is no such setting";

    // A map of the user's own names, such as raft.members, or a plug-in's section, whose keys are the plug-in's affair.
    private static bool IsOpen(HoconValue node) =>
        node.IsObject() && (node.GetObject().Items.Count == 0 || node.GetObject().Items.ContainsKey("class"));

    private static HoconValue? Child(HoconValue node, string key) =>
        node.IsObject() && node.GetObject().Items.TryGetValue(key, out var child) ? child : null;

    private static IEnumerable<string> Names(HoconValue node, string path) => node.IsObject() && !IsOpen(node)
        ? node.GetObject().Items.SelectMany(item => Names(item.Value, $"{path}.{item.Key}")).Prepend(path)
        : [path];

    private static bool IsObjectText(WrittenKey key) =>
        key.Value.StartsWith('{') || key.Value.StartsWith("${", StringComparison.Ordinal);

    private static string Prefix(WrittenKey key, int depth) => string.Join('.', key.Path.Take(depth));

    private static SettingException Wrong(WrittenKey key, string problem) => new(key.Name, key.Value, problem);
}
