using System.Text;
using Raft.Actors.Protocol;

namespace Raft.Actors.Machines;

/// <summary>
/// The replicated key-value store as its users see it: every request gets exactly one typed reply, and none throws.
/// </summary>
public interface IKeyValueStore
{
    /// <summary>Stores a value: <see cref="KeyValueReply.Written"/>, or why not.</summary>
    /// <param name="key">Where: see <see cref="KeyValueLimits"/>.</param>
    /// <param name="value">What.</param>
    /// <param name="ifIndex">
    /// Null to store in any case; otherwise store only if the key was last written at this log position, 0 meaning that
    /// there is no such key. If it was not: <see cref="KeyValueReply.Mismatch"/>.
    /// </param>
    /// <param name="place">The write's place in a session that the caller opened, or null.</param>
    /// <param name="timeout">How long to try.</param>
    /// <param name="cancel">Gives up early; the outcome may then be unknown.</param>
    Task<KeyValueReply> Put(
        string key,
        ReadOnlyMemory<byte> value,
        long? ifIndex,
        SessionPlace? place,
        TimeSpan timeout,
        CancellationToken cancel = default);

    /// <summary>Removes a key: <see cref="KeyValueReply.Deleted"/>, whether it was there or not, or why not.</summary>
    Task<KeyValueReply> Delete(string key, SessionPlace? place, TimeSpan timeout, CancellationToken cancel = default);

    /// <summary>
    /// Opens a session for a caller that numbers its writes itself: <see cref="KeyValueReply.Opened"/>, or why not.
    /// </summary>
    Task<KeyValueReply> OpenSession(TimeSpan timeout, CancellationToken cancel = default);

    /// <summary>
    /// Reads a key: <see cref="KeyValueReply.Found"/>, <see cref="KeyValueReply.Missing"/>, or why not.
    /// </summary>
    Task<KeyValueReply> Get(
        string key, Freshness freshness, TimeSpan timeout, CancellationToken cancel = default);

    /// <summary>Reads a page of items: <see cref="KeyValueReply.Listed"/>, or why not.</summary>
    /// <param name="page">Which items.</param>
    /// <param name="freshness">How fresh the answer must be.</param>
    /// <param name="timeout">How long to try.</param>
    /// <param name="cancel">Gives up early.</param>
    Task<KeyValueReply> List(
        KeyValueQuery.List page, Freshness freshness, TimeSpan timeout, CancellationToken cancel = default);
}

/// <summary>
/// A write's place in a session: sent again under the same place it is applied once and answered as the first time.
/// </summary>
/// <param name="Session">The session, which <see cref="IKeyValueStore.OpenSession"/> opened.</param>
/// <param name="Sequence">The write's number in it, from 1.</param>
public readonly record struct SessionPlace(long Session, long Sequence);

/// <summary>How fresh the answer to a read must be.</summary>
/// <param name="Consistency">What it must reflect.</param>
/// <param name="MaxStaleness">
/// For stale reads: the longest time since the node last heard from a leader; null for no bound.
/// </param>
public readonly record struct Freshness(ReadConsistency Consistency, TimeSpan? MaxStaleness = null);

/// <summary>What became of a request to an <see cref="IKeyValueStore"/>.</summary>
public abstract record KeyValueReply
{
    private KeyValueReply()
    {
    }

    /// <summary>The value is stored on a majority.</summary>
    /// <param name="Index">The log position of this write.</param>
    /// <param name="Term">Its term.</param>
    public sealed record Written(long Index, long Term) : KeyValueReply;

    /// <summary>The key is removed on a majority.</summary>
    /// <param name="Index">The log position of this removal.</param>
    /// <param name="Term">Its term.</param>
    /// <param name="Existed">Whether there was anything to remove.</param>
    public sealed record Deleted(long Index, long Term, bool Existed) : KeyValueReply;

    /// <summary>A conditional write found the key written elsewhere, and stored nothing.</summary>
    /// <param name="CurrentIndex">The log position of the key's last write, or 0 when there is no such key.</param>
    public sealed record Mismatch(long CurrentIndex) : KeyValueReply;

    /// <summary>The key's item.</summary>
    /// <param name="Item">Key, value and last write.</param>
    public sealed record Found(KeyValueItem Item) : KeyValueReply;

    /// <summary>There is no such key.</summary>
    public sealed record Missing : KeyValueReply;

    /// <summary>A page of items.</summary>
    /// <param name="Items">The items in the order of their keys.</param>
    /// <param name="More">Whether others follow.</param>
    public sealed record Listed(IReadOnlyList<KeyValueItem> Items, bool More) : KeyValueReply;

    /// <summary>A session is open.</summary>
    /// <param name="Session">Its id.</param>
    public sealed record Opened(long Session) : KeyValueReply;

    /// <summary>
    /// The write's session is not known, or no longer. Nothing was stored now; whether an earlier try was, nobody can
    /// say.
    /// </summary>
    /// <param name="Reason">Which session.</param>
    public sealed record NoSession(string Reason) : KeyValueReply;

    /// <summary>The write did not happen and will not: it is safe to send it again.</summary>
    /// <param name="Reason">Why, in a sentence.</param>
    public sealed record NotCommitted(string Reason) : KeyValueReply;

    /// <summary>The write may or may not have happened, or may yet happen.</summary>
    /// <param name="Reason">Why, in a sentence.</param>
    public sealed record Unknown(string Reason) : KeyValueReply;

    /// <summary>The cluster is at one of its bounds and took nothing: try again later.</summary>
    /// <param name="Reason">Which bound.</param>
    public sealed record Busy(string Reason) : KeyValueReply;

    /// <summary>No answer of the asked freshness could be given.</summary>
    /// <param name="Reason">Why, in a sentence.</param>
    public sealed record Unavailable(string Reason) : KeyValueReply;

    /// <summary>The request cannot be served as it is, however often it is sent.</summary>
    /// <param name="Reason">What is wrong with it.</param>
    public sealed record Refused(string Reason) : KeyValueReply;
}

/// <summary>The bounds of keys, values and pages, held where requests enter.</summary>
public static class KeyValueLimits
{
    /// <summary>The most bytes of UTF-8 that a key may have; the least is one.</summary>
    public const int MaxKeyBytes = 1024;

    /// <summary>The most bytes that a value may have; it may be empty.</summary>
    public const int MaxValueBytes = 1024 * 1024;

    /// <summary>The most items of one page.</summary>
    public const int MaxPageItems = 1000;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>What is wrong with a key, or null.</summary>
    public static string? KeyProblem(string key)
    {
        try
        {
            return StrictUtf8.GetByteCount(key) switch
            {
                0 => "The key is empty.",
                > MaxKeyBytes and var bytes => $"The key has {bytes} bytes; at most {MaxKeyBytes} are allowed.",
                _ => null,
            };
        }
        catch (EncoderFallbackException)
        {
            return "The key is not valid Unicode.";
        }
    }

    /// <summary>What is wrong with a value's size, or null.</summary>
    public static string? ValueProblem(long bytes) =>
        bytes > MaxValueBytes ? $"The value has {bytes} bytes; at most {MaxValueBytes} are allowed." : null;
}
