using System.Globalization;

namespace Raft.Specs.Fuzz;

/// <summary>How much to throw at the nodes.</summary>
/// <param name="Requests">Requests, connections and datagrams in all.</param>
/// <param name="Seed">Draws every one of them; real time decides how they meet.</param>
internal sealed record FuzzPlan(int Requests, int Seed)
{
    public const string Usage = "[--requests N] [--seed S]";

    /// <summary>Reads the command line; null, and a sentence, when it makes no sense.</summary>
    public static FuzzPlan? Parse(IReadOnlyList<string> arguments, out string problem)
    {
        var plan = new FuzzPlan(100_000, Random.Shared.Next(1, 1_000_000));
        problem = "";
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var value = int.TryParse(
                i + 1 < arguments.Count ? arguments[i + 1] : "", NumberStyles.None, CultureInfo.InvariantCulture,
                out var number)
                ? number
                : (int?)null;
            var next = (arguments[i], value) switch
            {
                ("--requests", >= 1 and <= 100_000_000) => plan with { Requests = value.Value },
                ("--seed", not null) => plan with { Seed = value.Value },
                _ => null,
            };
            if (next is null)
            {
                problem = $"{string.Join(' ', arguments.Skip(i).Take(2))}: the arguments are {Usage}, "
                    + "N from 1 to 100000000";
                return null;
            }
            plan = next;
        }
        return plan;
    }
}
