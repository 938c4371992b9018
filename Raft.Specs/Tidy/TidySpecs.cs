using Akka.Actor;
using Raft.Actors;
using Raft.Actors.Protocol;
using Raft.Actors.Protocol.Serialization;

namespace Raft.Specs.Tidy;

/// <summary>The house style, as far as a machine can see it.</summary>
public sealed class TidySpecs
{
    private const int MaxLines = 400;
    private const int MaxColumns = 120;

    /// <summary>What raw string literals begin and end with.</summary>
    private const string RawQuotes = "\"\"\"";

    private const string Self = "Raft.Specs/Tidy/TidySpecs.cs";

    /// <summary>Where things happen in real time: processes, browsers, sockets.</summary>
    private static readonly string[] RealTime =
    [
        "Raft.Specs/Processes/", "Raft.Specs/Browser/", "Raft.Specs/Chaos/", "Raft.Specs/Fuzz/", "Raft.Specs/Docs/",
        "Raft.Specs/Conformance/Remote/", "Raft.Specs/StandIn/", "Raft.Specs/Measure/", "Raft.Specs/Verbs/LongRun",
    ];

    private static readonly string[] ClocksAndDice =
    [
        "DateTime", "Environment.Tick", "Stopwatch", "Thread.Sleep", "Task.Delay",
        "new Random()", "Random.Shared", "Guid.NewGuid",
    ];

    [Fact]
    public void The_consensus_knows_no_actor_no_clock_no_dice_and_no_disk()
    {
        var files = Repository.Files("Raft.Actors/Consensus", ".cs").ToList();

        Assert.NotEmpty(files);
        Nothing(files.SelectMany(f => f.Uses(
            [.. ClocksAndDice, "Akka.", "System.IO", "File.", "Stream", "Console.", "async ", "await ", "lock ("])));
    }

    [Fact]
    public void A_state_machine_has_no_clock_and_no_dice() =>
        Nothing(Repository.Files("Raft.Actors/Machines", ".cs").SelectMany(f => f.Uses(ClocksAndDice)));

    [Fact]
    public void A_node_takes_time_and_chance_from_outside_alone() =>
        Nothing(Repository.Files("Raft.Actors/Node", ".cs").SelectMany(f => f.Uses(ClocksAndDice)));

    [Fact]
    public void The_product_does_not_know_the_stand_in() =>
        Nothing(Repository.Files("Raft.Actors", ".cs", ".csproj", ".conf")
            .Concat(Repository.Files("Raft.Host", ".cs", ".csproj", ".conf"))
            .SelectMany(f => f.Says("StandIn", "stand-in", "AkkaSource")));

    [Fact]
    public void A_file_fits_a_mind() =>
        Nothing(Repository.Files("", ".cs", ".js", ".css")
            .Where(f => f.Lines.Length > MaxLines)
            .Select(f => $"{f.Path} has {f.Lines.Length} lines"));

    [Fact]
    public void A_line_fits_a_screen()
    {
        var files = Repository.Files("", ".cs").ToList();

        Assert.NotEmpty(files);
        Nothing(files.SelectMany(f => CodeOf(f)
            .Where(l => l.Text.Length > MaxColumns)
            .Select(l => $"{f.Path}:{l.Number} has {l.Text.Length} columns")));
    }

    [Fact]
    public void No_spec_sleeps_but_those_of_real_processes() =>
        Nothing(Repository.Files("Raft.Specs", ".cs")
            .Where(f => f.Path != Self && !RealTime.Any(f.Path.StartsWith))
            .SelectMany(f => f.Uses("Thread.Sleep", "Task.Delay")));

    [Fact]
    public void Nothing_is_left_for_later() =>
        Nothing(Repository.Files("", ".cs", ".js", ".css", ".conf")
            .Where(f => f.Path != Self)
            .SelectMany(f => f.Says("TODO", "FIXME", "HACK", "NotImplementedException")));

    [Fact]
    public void Every_setting_says_why_it_is_what_it_is() =>
        Nothing(Settings.OfTheProduct()
            .Where(s => s.Comment.Length == 0)
            .Select(s => $"raft.{s.Path} has no comment above it"));

    [Fact]
    public void Every_setting_is_read()
    {
        var readers = string.Join('\n', Repository.Files("Raft.Actors", ".cs").SelectMany(f => f.Lines));
        var ours = Settings.OfTheProduct().Where(s => !s.IsPlugIns).ToList();

        Assert.True(ours.Count > 20, $"only {ours.Count} settings were found");
        Nothing(ours
            .Where(s => !readers.Contains($"\"{s.Path}\"", StringComparison.Ordinal))
            .Select(s => $"nobody reads raft.{s.Path}"));
    }

    [Fact]
    public void No_message_and_no_event_is_left_to_Akkas_default_serializer()
    {
        using var system = ActorSystem.Create("tidy", RaftSettings.DefaultConfig());
        var spoken = typeof(RaftEvent).Assembly.GetTypes().Where(t => !t.IsAbstract && IsSpoken(t)).ToList();

        Assert.True(spoken.Count > 30, $"only {spoken.Count} types were found");
        Nothing(spoken
            .Where(t => system.Serialization.FindSerializerForType(t).Identifier != RaftSerializer.SerializerId)
            .Select(t => $"{t.Name} is not bound to {nameof(RaftSerializer)}"));
    }

    // What stands between the quotes of a raw string literal of several lines is a text of its own, a script or a file
    // that is written out: to break its lines would be to change it.
    private static IEnumerable<(string Text, int Number)> CodeOf(Source file)
    {
        var isRaw = false;
        for (var i = 0; i < file.Lines.Length; i++)
        {
            var text = file.Lines[i];
            var opensOrCloses = text.Split(RawQuotes).Length % 2 == 0;
            if (!isRaw || opensOrCloses)
                yield return (text, i + 1);
            isRaw ^= opensOrCloses;
        }

        Assert.False(isRaw, $"{file.Path} seems to end inside a raw string literal");
    }

    private static bool IsSpoken(Type type) =>
        typeof(RaftEvent).IsAssignableFrom(type) || typeof(PeerMessage).IsAssignableFrom(type)
        || typeof(IClientRequest).IsAssignableFrom(type) || typeof(CommandAnswer).IsAssignableFrom(type)
        || typeof(ReadAnswer).IsAssignableFrom(type) || type == typeof(PeerEnvelope) || type == typeof(ClientReturn)
        || type == typeof(NodeStatus) || type == typeof(LogPage) || type == typeof(StateHash);

    private static void Nothing(IEnumerable<string> offences)
    {
        var all = offences.ToList();
        Assert.True(all.Count == 0, $"{all.Count}:\n{string.Join('\n', all.Take(60))}");
    }
}
