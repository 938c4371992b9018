using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Akka.Configuration;

namespace Raft.Actors;

/// <summary>
/// What the nodes of a cluster and its clients over Akka.Remote know and nobody else. Each message carries a tag that
/// only those who know it can make. It never shows what it is.
/// </summary>
public sealed class ClusterSecret
{
    /// <summary>The shortest secret, in bytes; a shorter one could be guessed.</summary>
    public const int MinBytes = 16;

    /// <summary>The length of a tag, in bytes: half of what HMAC-SHA-256 gives, as RFC 2104 allows.</summary>
    internal const int TagBytes = 16;

    private static readonly byte[] Purpose = "raft message tag 1"u8.ToArray();

    private readonly Keys _own;
    private readonly Keys? _other;

    private ClusterSecret(ReadOnlySpan<byte> own, byte[]? other, bool isRequired)
    {
        _own = new Keys(own);
        _other = other is null ? null : new Keys(other);
        IsRequired = isRequired;
    }

    /// <summary>Whether messages without any tag are dropped.</summary>
    public bool IsRequired { get; }

    /// <summary>A secret given in code.</summary>
    /// <param name="secret">The secret, <see cref="MinBytes"/> bytes or more.</param>
    /// <exception cref="ArgumentException">It is too short.</exception>
    public static ClusterSecret Of(ReadOnlySpan<byte> secret) => secret.Length >= MinBytes
        ? new ClusterSecret(secret, null, isRequired: true)
        : throw new ArgumentException($"a secret has {MinBytes} bytes or more", nameof(secret));

    /// <summary>Whether the other is made of the same secrets.</summary>
    public bool IsSame(ClusterSecret other) => _own.AreSame(other._own) && IsRequired == other.IsRequired
        && (_other is null ? other._other is null : other._other is not null && _other.AreSame(other._other));

    /// <inheritdoc/>
    public override string ToString() => "(hidden)";

    /// <summary>Reads <c>raft.secret</c>; null when there is none.</summary>
    /// <param name="raft">The section <c>raft</c>.</param>
    /// <exception cref="RaftConfigException">A file is missing or a secret too short.</exception>
    internal static ClusterSecret? Create(Config raft)
    {
        var own = Read(raft, "secret.file", "secret.text");
        var other = Read(raft, "secret.also-accept-file", null);
        if (own is not null)
            return new ClusterSecret(own, other, new SettingsReader(raft, "raft").Switch("secret.required"));
        return other is null
            ? null
            : throw new RaftConfigException("raft.secret.also-accept-file", raft.GetString("secret.also-accept-file"),
                "there is no secret beside it");
    }

    /// <summary>Makes the tag of a message.</summary>
    internal void Tag(string manifest, ReadOnlySpan<byte> body, Span<byte> tag) => _own.Tag(manifest, body, tag);

    /// <summary>Whether a tag is one of those who know the secret; takes as long when it is not.</summary>
    internal bool Knows(string manifest, ReadOnlySpan<byte> body, ReadOnlySpan<byte> tag) =>
        _own.Made(manifest, body, tag) || (_other is not null && _other.Made(manifest, body, tag));

    private static byte[]? Read(Config raft, string fileKey, string? textKey)
    {
        var file = raft.GetString(fileKey, "");
        var text = textKey is null ? "" : raft.GetString(textKey, "");
        if (file.Length > 0 && text.Length > 0)
            throw new RaftConfigException(
                $"raft.{textKey}", "(hidden)", $"there is raft.{fileKey} as well: which is it?");
        if (file.Length == 0 && text.Length == 0)
            return null;
        var (key, shown) = file.Length > 0 ? (fileKey, file) : (textKey!, "(hidden)");
        var secret = file.Length > 0 ? FromFile(key, file) : Encoding.UTF8.GetBytes(text);
        return secret.Length >= MinBytes
            ? secret
            : throw new RaftConfigException($"raft.{key}", shown, $"a secret has {MinBytes} bytes or more");
    }

    private static byte[] FromFile(string key, string file)
    {
        try
        {
            return File.ReadAllBytes(file).AsSpan().TrimEnd("\r\n"u8).ToArray();
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            var problem = broken is FileNotFoundException or DirectoryNotFoundException
                ? "there is no such file"
                : "cannot be read";
            throw new RaftConfigException($"raft.{key}", file, problem);
        }
    }

    /// <summary>
    /// A key for each kind of message, all from one secret, so that no message can be given out as one of another kind.
    /// </summary>
    private sealed class Keys(ReadOnlySpan<byte> secret)
    {
        private readonly byte[] _root = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, secret.ToArray(), HMACSHA256.HashSizeInBytes, salt: null, Purpose);

        private readonly ConcurrentDictionary<string, byte[]> _byManifest = new(StringComparer.Ordinal);

        public bool AreSame(Keys other) => CryptographicOperations.FixedTimeEquals(_root, other._root);

        public void Tag(string manifest, ReadOnlySpan<byte> body, Span<byte> tag)
        {
            Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
            HMACSHA256.HashData(KeyOf(manifest), body, whole);
            whole[..TagBytes].CopyTo(tag);
        }

        public bool Made(string manifest, ReadOnlySpan<byte> body, ReadOnlySpan<byte> tag)
        {
            Span<byte> right = stackalloc byte[TagBytes];
            Tag(manifest, body, right);
            return CryptographicOperations.FixedTimeEquals(tag, right);
        }

        private byte[] KeyOf(string manifest) => _byManifest.GetOrAdd(
            manifest, static (name, root) => HMACSHA256.HashData(root, Encoding.UTF8.GetBytes(name)), _root);
    }
}
