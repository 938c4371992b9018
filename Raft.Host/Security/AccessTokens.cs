using System.Security.Cryptography;
using System.Text;
using Akka.Configuration;
using Raft.Host.Configuration;

namespace Raft.Host.Security;

/// <summary>
/// Which bearer tokens there are, and what each allows. It keeps hashes alone, and tells nobody what it was given.
/// </summary>
public sealed class AccessTokens
{
    /// <summary>The shortest token; a shorter one could be guessed.</summary>
    public const int MinLength = 16;

    private const int MaxLength = 1024;
    private const string HashPrefix = "sha256:";
    private const string Section = "raft.host.http.tokens";

    private readonly List<(byte[] Hash, Right Right)> _tokens = [];

    /// <summary>No tokens: everybody may do everything.</summary>
    public static AccessTokens None { get; } = new();

    /// <summary>Whether there is any.</summary>
    public bool Any => _tokens.Count > 0;

    /// <summary>Reads <c>raft.host.http.tokens</c>.</summary>
    /// <exception cref="SettingException">A token or the file cannot be used.</exception>
    public static AccessTokens Create(Config config)
    {
        var tokens = new AccessTokens();
        foreach (var right in new[] { Right.Read, Right.Write, Right.Admin })
        {
            var key = $"{Section}.{NameOf(right)}";
            foreach (var token in config.GetStringList(key))
                tokens.Add(right, token, problem => new SettingException(key, "…", problem));
        }
        if (config.GetString($"{Section}.file", "") is { Length: > 0 } file)
            tokens.ReadFile(file);
        return tokens;
    }

    /// <summary>Adds a token.</summary>
    /// <exception cref="ArgumentException">It is too short, or holds what cannot stand in a header.</exception>
    public AccessTokens With(Right right, string token)
    {
        var more = new AccessTokens();
        more._tokens.AddRange(_tokens);
        more.Add(right, token, problem => new ArgumentException(problem, nameof(token)));
        return more;
    }

    /// <summary>What a token allows. Takes as long for a wrong one as for a right one.</summary>
    public Right RightOf(string token)
    {
        if (token.Length > MaxLength)
            return Right.None;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        var right = Right.None;
        foreach (var known in _tokens)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, known.Hash) && known.Right > right)
                right = known.Right;
        }
        return right;
    }

    private static string NameOf(Right right) => right.ToString().ToLowerInvariant();

    private void ReadFile(string file)
    {
        SettingException Wrong(string problem) => new($"{Section}.file", file, problem);
        var number = 0;
        foreach (var line in TextFile.Lines(file, Wrong))
        {
            number++;
            if (line.Length == 0 || line.StartsWith('#'))
                continue;
            var place = $"line {number}";
            if (line.Split((char[]?)null, 2,
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is not [var name, var token]
                || !Enum.TryParse<Right>(name, ignoreCase: true, out var right) || right == Right.None
                || char.IsAsciiDigit(name[0]))
                throw Wrong($"{place}: must be 'read', 'write' or 'admin' and a token");
            Add(right, token, problem => Wrong($"{place}: {problem}"));
        }
        if (!Any)
            throw Wrong("holds no token");
    }

    private void Add(Right right, string token, Func<string, Exception> wrong)
    {
        if (token.StartsWith(HashPrefix, StringComparison.Ordinal))
        {
            var digits = token[HashPrefix.Length..];
            if (digits.Length != 2 * SHA256.HashSizeInBytes || !digits.All(char.IsAsciiHexDigit))
                throw wrong("sha256: must be followed by 64 hexadecimal digits");
            _tokens.Add((Convert.FromHexString(digits), right));
            return;
        }
        if (token.Length is < MinLength or > MaxLength || !token.All(c => c is > ' ' and <= '~'))
            throw wrong($"a token has {MinLength} to {MaxLength} ASCII characters, without blanks");
        _tokens.Add((SHA256.HashData(Encoding.UTF8.GetBytes(token)), right));
    }
}
