using System.Diagnostics;

namespace Raft.Specs.Processes;

/// <summary>The socket store's walk-through, with real processes: what its users typed, and what they read.</summary>
[Collection("processes")]
public sealed class ShellSpecs
{
    [Fact]
    public async Task Two_at_the_prompt_see_each_others_writes_survive_the_leader_and_learn_who_leads()
    {
        await using var cluster = await ProcessCluster.Start(3);
        await using var one = Shell(cluster.Nodes);
        await using var other = Shell(cluster.Nodes);
        await Says(one, "set ana 4", "ana set to 4");
        await Says(other, "get ana", "GET response: 4");
        await Says(other, "set d 8", "d set to 8");
        await Says(one, "get d", "GET response: 8");
        await Says(one, "delete ana", "ana deleted");
        await Says(other, "show", "d = 8");

        var leader = await cluster.Leader();
        var follower = cluster.Running.First(n => n != leader);
        await using var stubborn = Shell($"{cluster.AddressOf(follower)}", "--no-forward");
        var sorry = $"Sorry, I am not the leader. Last leader I heard from is: node-{leader}";
        await Says(stubborn, "get d", sorry);
        await Says(stubborn, "set d 9", sorry);

        // A follower is away while the others go on; then the leader is killed.
        await cluster[follower].Kill();
        await Says(one, "set d 15", "d set to 15");
        await Says(other, "set e 16", "e set to 16");
        cluster.Start(follower);
        await cluster.Until("the one that was behind is brought up to date", async () =>
            await cluster.Status(follower) is { AppliedIndex: > 0 } behind
            && await cluster.Status(leader) is { } ahead && behind.AppliedIndex == ahead.CommitIndex);
        await cluster[leader].Kill();
        await cluster.Leader();
        await Says(other, "get d", "GET response: 15");
        await Says(one, "set e 23", "e set to 23");
        await Says(other, "get e", "GET response: 23");

        one.CloseInput();
        other.Type("exit");

        Assert.Equal(0, await one.Exit(ProcessCluster.Patience));
        Assert.Equal(0, await other.Exit(ProcessCluster.Patience));
        Assert.Equal("ana set to 4\nGET response: 8\nana deleted\nd set to 15\ne set to 23\n", one.Output);
        Assert.Equal("", one.Error + other.Error);
    }

    [UnixFact]
    public async Task The_exit_code_is_that_of_the_first_line_that_failed_and_Control_C_ends_it()
    {
        await using var cluster = await ProcessCluster.Start(1);
        await using var script = Shell(cluster.Nodes);
        await Says(script, "get nobody", "There is no key 'nobody'.");
        script.Type("get");
        script.CloseInput();
        Assert.Equal(1, await script.Exit(ProcessCluster.Patience));

        await using var patient = Shell(cluster.Nodes);
        await Says(patient, "set ana 4", "ana set to 4");
        patient.Signal("INT");
        Assert.Equal((130, ""), (await patient.Exit(ProcessCluster.Patience), patient.Error));
    }

    private static HostProcess Shell(string nodes, params string[] more) =>
        HostProcess.Start(["shell", "--nodes", nodes, "--timeout", "30s", .. more]);

    /// <summary>
    /// Types a line and waits for its answer: a process that starts takes its time, and so does an election.
    /// </summary>
    private static async Task Says(HostProcess shell, string line, string answer)
    {
        var before = shell.Output;
        shell.Type(line);
        for (var clock = Stopwatch.StartNew(); shell.Output.Length == before.Length; await Task.Delay(20))
            Assert.True(
                clock.Elapsed < ProcessCluster.Patience && !shell.HasExited, $"no answer to '{line}'\n{shell.Error}");
        Assert.Equal(before + answer + "\n", shell.Output);
    }
}
