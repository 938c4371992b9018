using System.Text;

namespace Raft.Actors.Replicated;

/// <summary>
/// The bounds of replicated containers. The same on every node and in every build, because what one node refuses every
/// other must refuse alike, so none of them is a setting.
/// </summary>
public static class ContainerLimits
{
    /// <summary>The most bytes of UTF-8 that a container's name may have; the least is one.</summary>
    public const int MaxNameBytes = 256;

    /// <summary>The most containers of one group.</summary>
    public const int MaxContainers = 16_384;

    /// <summary>The most items of one dictionary or list.</summary>
    public const int MaxItems = 1_000_000;

    /// <summary>The most items of one page that travels.</summary>
    public const int MaxPageItems = 1000;

    /// <summary>A page ends before it holds more than this many bytes, but never empty.</summary>
    public const int MaxPageBytes = 512 * 1024;

    /// <summary>The most bytes of UTF-8 of a lock's owner; the least is one.</summary>
    public const int MaxOwnerBytes = 256;

    /// <summary>The shortest time for which a lock can be had.</summary>
    public static readonly TimeSpan MinLockTime = TimeSpan.FromMilliseconds(10);

    /// <summary>The longest time for which a lock can be had without being renewed.</summary>
    public static readonly TimeSpan MaxLockTime = TimeSpan.FromDays(1);

    /// <summary>What is wrong with a container's name, or null.</summary>
    public static string? NameProblem(string name) => Problem("a container's name", name, MaxNameBytes);

    /// <summary>What is wrong with the name of a lock's owner, or null.</summary>
    public static string? OwnerProblem(string owner) => Problem("an owner's name", owner, MaxOwnerBytes);

    private static string? Problem(string what, string text, int most) =>
        Encoding.UTF8.GetByteCount(text) is var bytes && bytes >= 1 && bytes <= most
            ? null
            : $"{what} has 1 to {most} bytes";
}
