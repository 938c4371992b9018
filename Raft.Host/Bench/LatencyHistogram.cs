using System.Numerics;

namespace Raft.Host.Bench;

/// <summary>
/// Counts times in buckets that grow with the time: each is within 1.6 % of what was measured, from a microsecond to an
/// hour, in a few kilobytes. Not for many threads at once: each client has its own, and they are added up.
/// </summary>
public sealed class LatencyHistogram
{
    private const int SubBits = 7;
    private const int SubCount = 1 << SubBits;

    private readonly long[] _counts = new long[SubCount * 28];

    /// <summary>How many were counted.</summary>
    public long Count { get; private set; }

    /// <summary>The longest.</summary>
    public TimeSpan Max { get; private set; }

    /// <summary>Counts a time.</summary>
    public void Add(TimeSpan time)
    {
        _counts[Math.Min(BucketOf((long)time.TotalMicroseconds), _counts.Length - 1)]++;
        Count++;
        Max = time > Max ? time : Max;
    }

    /// <summary>Adds another's counts.</summary>
    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
            _counts[i] += other._counts[i];
        Count += other.Count;
        Max = other.Max > Max ? other.Max : Max;
    }

    /// <summary>The time that so many of a hundred did not exceed; zero when nothing was counted.</summary>
    /// <param name="percent">Above 0, up to 100.</param>
    public TimeSpan Percentile(double percent)
    {
        var wanted = (long)Math.Ceiling(Count * percent / 100);
        long seen = 0;
        for (var i = 0; i < _counts.Length && Count > 0; i++)
        {
            seen += _counts[i];
            if (seen >= wanted)
                return TimeSpan.FromMicroseconds(Math.Min(UpperBound(i), Max.TotalMicroseconds));
        }

        return TimeSpan.Zero;
    }

    // Below SubCount a bucket is one microsecond; above, each doubling is cut into SubCount / 2 parts.
    private static int BucketOf(long micros)
    {
        if (micros < SubCount)
            return (int)Math.Max(micros, 0);
        var shift = BitOperations.Log2((ulong)micros) - SubBits + 1;
        return ((shift + 1) * (SubCount / 2)) + (int)((micros >> shift) - (SubCount / 2));
    }

    private static long UpperBound(int bucket)
    {
        if (bucket < SubCount)
            return bucket;
        var shift = (bucket / (SubCount / 2)) - 1;
        var part = (bucket % (SubCount / 2)) + (SubCount / 2);
        return ((part + 1L) << shift) - 1;
    }
}
