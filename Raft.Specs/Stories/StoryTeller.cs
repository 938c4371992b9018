using System.Globalization;
using System.Text.RegularExpressions;
using Raft.Actors.Consensus;
using Raft.Actors.Protocol;
using Raft.Specs.Simulation;

namespace Raft.Specs.Stories;

/// <summary>
/// Plays a story: every line that is neither a comment nor indented is something that happens, and the indented lines
/// after it are what the cluster made of it, as the trace tells it. Idle heartbeats are left out.
/// </summary>
public sealed class StoryTeller
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    private readonly List<string> _told = [];
    private readonly List<(Regex Line, Action<Match> Act)> _verbs = [];
    private SimulatedCluster? _cluster;
    private long _call;

    public StoryTeller()
    {
        Verb(@"a cluster of (\d)(, without pre-vote)?(, with lease reads)?(, one entry at a time)?", m => Begin(m));
        Verb(@"(n\d) loses patience", m => Node(m).LosePatience());
        Verb(@"(\d+) ms pass", m => Cluster.Run(TimeSpan.FromMilliseconds(Number(m.Groups[1]))));
        Verb(@"(n\d) is told ([a-z])=(\d+)", Tell);
        Verb(@"the leader() is told ([a-z])=(\d+)", Tell);
        Verb(@"appends beyond (\d+) are lost",
            m => Cluster.LetsPass = (_, _, message) => IsUpTo(message, Number(m.Groups[1])));
        Verb("everything arrives again", _ => Cluster.LetsPass = null);
        Verb(@"what (n\d) says to (n\d) is held back", HoldBack);
        Verb("nothing more is held back", _ => Cluster.HoldsBack = null);
        Verb("what was held back arrives", _ => Cluster.Release());
        Verb(@"(n\d) is asked for ([a-z])(, by lease|, however stale)?", Ask);
        Verb(@"(n\d) crashes(, its last write stored)?", m => Node(m).Crash(m.Groups[2].Success));
        Verb(@"(n\d) starts again", m => Cluster.Restart(Node(m)));
        Verb(@"(n\d) joins the network", m => Cluster.Add(m.Groups[1].Value));
        Verb(@"(n\d) is stopped", m => Node(m).Pause());
        Verb(@"(n\d) goes on", m => Node(m).Resume());
        Verb(@"(n\d) is cut off", m => Cluster.Isolate(Node(m)));
        Verb(@"a wall between ([n\d ]+) and ([n\d ]+)", m => Cluster.Partition(Ids(m.Groups[1]), Ids(m.Groups[2])));
        Verb(@"nothing arrives from (n\d) at (n\d)",
            m => Cluster.Cut(new NodeId(m.Groups[1].Value), new NodeId(m.Groups[2].Value)));
        Verb("the network heals", _ => Cluster.Heal());
        Verb(@"connections to (n\d) break", m => Cluster.TellOfLoss(Node(m)));
        Verb(@"the disk of (n\d) hangs", m => Node(m).Disk.HangsUntil = TimeSpan.FromDays(1));
        Verb(@"the disk of (n\d) takes (\d+) ms", m => Node(m).Disk.Slowness = Number(m.Groups[2]));
        Verb(@"the disk of (n\d) is lost", m => Node(m).ReplaceDisk());
        Verb(@"(n\d) takes a snapshot, and keeps (\d+)", TakeSnapshot);
        Verb(@"(n\d) hands over to (n\d)", HandOver);
        Verb(@"(n\d) is to make ([n\d ]+) the voters", ChangeMembers);
        Verb(@"then (n\d) leads term (\d+)",
            m => Check(Node(m) is { Role: Leader, Replica.Ledger.Term: var t } && t == Number(m.Groups[2])));
        Verb(@"then (n\d) does not lead", m => Check(Node(m).Role is not Leader));
        Verb(@"then (n\d) is in term (\d+)", m => Check(Node(m).Replica.Ledger.Term == Number(m.Groups[2])));
        Verb(@"then (n\d) holds ([a-z])=(\d+)",
            m => Check(Node(m).Machine[Key(m.Groups[2])].Value == Number(m.Groups[3])));
        Verb(@"then (n\d) has committed (\d+)", m => Check(Node(m).Replica.CommitIndex == Number(m.Groups[2])));
        Verb(@"then the log of (n\d) is ([\d ]+)", m => Check(Terms(Node(m)) == m.Groups[2].Value));
        Verb(@"then the answer is (\w+)", m => Check(Answer() == m.Groups[1].Value));
    }

    private SimulatedCluster Cluster =>
        _cluster ?? throw new FormatException("a story begins with 'a cluster of …'");

    /// <summary>Plays a story and gives it back as it went, which is the same text if nothing has changed.</summary>
    /// <exception cref="BrokenPromise">A line that begins with "then" does not hold, or an invariant broke.</exception>
    /// <exception cref="FormatException">A line is not understood.</exception>
    public static string Play(string story)
    {
        var teller = new StoryTeller();
        foreach (var line in story.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith("    ", StringComparison.Ordinal))
                continue;
            teller._told.Add(line);
            if (line.Length > 0 && line[0] != '#')
                teller.Happen(line);
        }

        return string.Join('\n', teller._told);
    }

    private void Happen(string line)
    {
        foreach (var (pattern, act) in _verbs)
        {
            if (pattern.Match(line) is not { Success: true } match)
                continue;
            try
            {
                act(match);
                if (!line.StartsWith("then ", StringComparison.Ordinal))
                    Cluster.Run(Moment);
            }
            catch (BrokenPromise broken)
            {
                throw new BrokenPromise(
                    $"at \"{line}\": {broken.Message}; before it:\n{string.Join('\n', _told.TakeLast(30))}");
            }

            return;
        }

        throw new FormatException($"nobody knows what this means: {line}");
    }

    private void Verb(string pattern, Action<Match> act) =>
        _verbs.Add((new Regex($"^{pattern}$", RegexOptions.CultureInvariant), act));

    private void Begin(Match match)
    {
        var settings = new ConsensusSettings
        {
            PreVote = !match.Groups[2].Success,
            LeaseReads = match.Groups[3].Success,
        };
        if (match.Groups[4].Success)
            settings = settings with { MaxBatchEntries = 1 };
        _cluster = new SimulatedCluster((int)Number(match.Groups[1]), 1, settings)
        {
            Faults = FaultMix.None with
            {
                WriteMin = TimeSpan.FromMilliseconds(1),
                WriteMax = TimeSpan.FromMilliseconds(1),
            },
            OnStep = step =>
            {
                if (!Trace.IsIdle(step))
                    _told.Add("    " + Trace.Line(_cluster!.Now, step));
            },
        };
    }

    private void Tell(Match match)
    {
        var command = new RegisterCommand(
            0, ++_call + 1_000_000, Key(match.Groups[2]), Number(match.Groups[3])).ToBytes();
        _call = Cluster.Order(Node(match), ticket => new Propose(ticket, EntryKind.Command, command));
    }

    private void Ask(Match match)
    {
        var consistency = match.Groups[3].Value switch
        {
            ", by lease" => ReadConsistency.Lease,
            ", however stale" => ReadConsistency.Stale,
            _ => ReadConsistency.Linearizable,
        };
        _call = Cluster.Order(Node(match), ticket => new Read(ticket, consistency), (byte)Key(match.Groups[2]));
    }

    private void TakeSnapshot(Match match)
    {
        Cluster.Retain = (int)Number(match.Groups[2]);
        Node(match).TakeImage();
    }

    private void HoldBack(Match match)
    {
        var (speaker, listener) = (new NodeId(match.Groups[1].Value), new NodeId(match.Groups[2].Value));
        Cluster.HoldsBack = (from, to, _) => from == speaker && to == listener;
    }

    private void HandOver(Match match)
    {
        var heir = new NodeId(match.Groups[2].Value);
        _call = Cluster.Order(Node(match), ticket => new TransferLeadership(ticket, heir));
    }

    private void ChangeMembers(Match match)
    {
        var voters = Ids(match.Groups[2]);
        var members = voters.Select(v => new Member(v, "host:1")).ToList();
        _call = Cluster.Order(Node(match), ticket => new ChangeMembers(ticket, members, voters.ToHashSet()));
    }

    private string Answer() => Cluster.Answers.GetValueOrDefault(_call) switch
    {
        null => "outstanding",
        ReadAnswer.Value value =>
            RegisterMachine.ReadAnswer(value.Result.Span).Value.ToString(CultureInfo.InvariantCulture),
        var answer => answer.GetType().Name,
    };

    private static string Terms(SimulatedNode node)
    {
        var log = node.Replica.Ledger.Log;
        return string.Join(
            ' ', Enumerable.Range(1, (int)log.LastIndex).Where(i => i > log.BaseIndex).Select(i => log[i].Term));
    }

    private static void Check(bool holds)
    {
        if (!holds)
            throw new BrokenPromise("that is not so");
    }

    private static bool IsUpTo(PeerMessage message, long index) =>
        message is not AppendEntries { Entries.Count: > 0 } append || append.Entries[^1].Index <= index;

    private SimulatedNode Node(Match match) => match.Groups[1].Length == 0
        ? Cluster.Leader ?? throw new BrokenPromise("there is no leader")
        : Cluster.Nodes[new NodeId(match.Groups[1].Value)];

    private static List<NodeId> Ids(Group names) => [.. names.Value.Split(' ').Select(n => new NodeId(n))];

    private static int Key(Group letter) => letter.Value[0] - 'a';

    private static long Number(Group digits) => long.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);
}
