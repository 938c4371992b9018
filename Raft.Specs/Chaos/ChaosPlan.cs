using System.Globalization;

namespace Raft.Specs.Chaos;

/// <summary>What to do to how many nodes, for how long.</summary>
/// <param name="Length">How long clients work and faults happen. Starting, healing and checking come on top.</param>
/// <param name="Nodes">1 to 7.</param>
/// <param name="Seed">Draws the faults and what the clients ask; real time decides how they meet.</param>
/// <param name="History">Where to write the operations, as JSON lines; null for nowhere while all is well.</param>
internal sealed record ChaosPlan(TimeSpan Length, int Nodes, int Seed, string? History)
{
    public const string Usage = "[--minutes M] [--nodes N] [--history FILE] [--seed S]";

    /// <summary>So many clients for so many nodes: enough to overlap on every key, few enough for two cores.</summary>
    public const int Clients = 12;

    /// <summary>Reads the command line; null, and a sentence, when it makes no sense.</summary>
    public static ChaosPlan? Parse(IReadOnlyList<string> arguments, out string problem)
    {
        var plan = new ChaosPlan(TimeSpan.FromMinutes(1), 3, Random.Shared.Next(1, 1_000_000), null);
        problem = "";
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : "";
            var next = arguments[i] switch
            {
                "--minutes" when Number(value) is > 0 and <= 24 * 60 and var minutes =>
                    plan with { Length = TimeSpan.FromMinutes(minutes) },
                "--nodes" when Number(value) is >= 1 and <= 7 and var nodes && nodes == (int)nodes =>
                    plan with { Nodes = (int)nodes },
                "--seed" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) =>
                    plan with { Seed = seed },
                "--history" when value.Length > 0 => plan with { History = Path.GetFullPath(value) },
                _ => null,
            };
            if (next is null)
            {
                problem = $"{arguments[i]} {value}".TrimEnd() + ": the arguments are " + Usage
                    + ", M above 0 and up to 1440, N from 1 to 7";
                return null;
            }

            plan = next;
        }

        return plan;
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number : null;
}
