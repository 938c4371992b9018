// No word about null in these signatures, because Akka.NET's say none: code must mean the same against either.
#nullable disable annotations

namespace Akka.Configuration.Hocon;

/// <summary>
/// Builds the tree of one text. What cannot be understood is an error; what is merely odd is read as Akka.NET reads
/// it, and the odd cases are specified in Raft.Specs/Conformance/Configuration.
/// </summary>
public class Parser
{
    private readonly List<HoconSubstitution> _substitutions = [];
    private readonly HoconValue _root = new();
    private readonly HoconReader _reader;
    private readonly Func<string, HoconRoot> _includeCallback;

    private Parser(string text, Func<string, HoconRoot> includeCallback)
    {
        _reader = new HoconReader(text);
        _includeCallback = includeCallback;
    }

    public static HoconRoot Parse(string text, Func<string, HoconRoot> includeCallback)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parser = new Parser(text, includeCallback);
        parser.ReadObject(parser._root, "");
        parser.Resolve();
        return new HoconRoot(parser._root, parser._substitutions);
    }

    // One key only: that is what follows the dot in "a.b = 1".
    private void ReadObject(HoconValue owner, string path, bool oneKey = false)
    {
        if (!owner.IsObject())
            owner.NewValue(new HoconObject());

        while (!_reader.Ended)
        {
            switch (_reader.NextInObject(out var text))
            {
                case HoconMark.Key:
                    ReadKey(owner, text, path);
                    if (oneKey)
                        return;
                    break;
                case HoconMark.Include:
                    Include(owner, text, path);
                    break;
                case HoconMark.ObjectEnd:
                    return;
            }
        }
    }

    private void ReadKey(HoconValue owner, string key, string path)
    {
        var value = owner.GetObject().GetOrCreateKey(key);
        var keyPath = path.Length == 0 ? key : $"{path}.{key}";
        while (!_reader.Ended)
        {
            switch (_reader.NextInObject(out _))
            {
                case HoconMark.Dot:
                    ReadObject(value, keyPath, oneKey: true);
                    return;
                case HoconMark.ObjectStart:
                    ReadObject(value, keyPath);
                    return;
                case HoconMark.Assign:
                    // An object stays, so that a second one merges into it.
                    if (!value.IsObject())
                        value.Clear();
                    ReadValue(value, keyPath);
                    return;
            }
        }
    }

    private void ReadValue(HoconValue owner, string path)
    {
        _reader.SkipBlanksAndComments();
        while (_reader.AtValue)
        {
            switch (_reader.NextInValue(out var text))
            {
                case HoconMark.Text:
                    if (owner.IsObject())
                        owner.Clear();
                    owner.AppendValue(new HoconLiteral { Value = text });
                    break;
                case HoconMark.ObjectStart:
                    ReadObject(owner, path);
                    break;
                case HoconMark.ArrayStart:
                    owner.AppendValue(ReadArray(path));
                    break;
                case HoconMark.Substitution:
                    var substitution = new HoconSubstitution(text);
                    _substitutions.Add(substitution);
                    owner.AppendValue(substitution);
                    break;
            }

            // Blanks between two pieces belong to the text; GetString trims those around it.
            if (_reader.AtBlank)
                owner.AppendValue(new HoconLiteral { Value = _reader.TakeBlanks() });
        }

        _reader.SkipComma();
    }

    private HoconArray ReadArray(string path)
    {
        var array = new HoconArray();
        while (!_reader.Ended && !_reader.AtArrayEnd)
        {
            var start = _reader.Position;
            var value = new HoconValue();
            ReadValue(value, path);
            array.Add(value);
            _reader.SkipBlanksAndComments();
            if (_reader.Position == start)
                throw _reader.Error("An array cannot hold this");
        }

        _reader.SkipArrayEnd();
        return array;
    }

    private void Include(HoconValue owner, string name, string path)
    {
        if (_includeCallback == null)
            throw _reader.Error($"Nothing here resolves includes, so '{name}' cannot be included");

        var included = _includeCallback(name);
        foreach (var substitution in included.Substitutions)
        {
            // Resolved once more, from where it now hangs. At the root this gives ".path", which nothing has: Akka.NET
            // includes a file with substitutions below a key only.
            substitution.Path = $"{path}.{substitution.Path}";
            _substitutions.Add(substitution);
        }

        owner.GetObject().Merge(included.Value.GetObject());
    }

    private void Resolve()
    {
        foreach (var substitution in _substitutions)
        {
            substitution.ResolvedValue = Find(substitution.Path)
                ?? throw new FormatException($"Unresolved substitution: {substitution.Path}");
            if (LeadsBackTo(substitution, substitution.ResolvedValue))
                throw new FormatException($"Substitution refers to itself: {substitution.Path}");
        }
    }

    private HoconValue Find(string path)
    {
        var node = _root;
        foreach (var key in HoconPath.Split(path))
            node = node?.GetChildObject(key);
        return node;
    }

    /// <summary>Whether the substitution would stand within itself: read, it would never end.</summary>
    private static bool LeadsBackTo(HoconSubstitution start, HoconValue from)
    {
        var seen = new HashSet<HoconValue>();
        var open = new Stack<HoconValue>([from]);
        while (open.TryPop(out var value))
        {
            if (value.Values.Contains(start))
                return true;
            foreach (var next in value.Values.SelectMany(ValuesIn).Where(seen.Add))
                open.Push(next);
        }

        return false;
    }

    private static IEnumerable<HoconValue> ValuesIn(IHoconElement element) => element switch
    {
        HoconObject whole => whole.Items.Values,
        HoconArray array => array,
        HoconSubstitution { ResolvedValue: { } resolved } => [resolved],
        _ => [],
    };
}
