using System.Text.RegularExpressions;
using Raft.Specs.Tidy;

namespace Raft.Specs.Host;

/// <summary>
/// What can be said of the containers without a machine that runs them: what they name is there, and what they set can
/// be meant.
/// </summary>
public sealed partial class DockerSpecs
{
    private const int Nodes = 5;

    private static readonly string Folder = Path.Combine(Repository.Root, "hocon", "docker");
    private static readonly string Compose =
        File.ReadAllText(Path.Combine(Folder, "compose.yaml")).ReplaceLineEndings("\n");
    private static readonly string Dockerfile =
        File.ReadAllText(Path.Combine(Folder, "Dockerfile")).ReplaceLineEndings("\n");

    [Fact]
    public void There_are_five_nodes_each_with_a_volume_a_name_and_ports_of_its_own()
    {
        Assert.Equal(Numbers, Service().Matches(Compose).Select(match => match.Groups[1].Value));
        Assert.Equal(Numbers, Regex.Matches(Compose, @"raft\.node=Node(\d)").Select(match => match.Groups[1].Value));
        Assert.Equal(Numbers, Regex.Matches(Compose, @"- node(\d):/data").Select(match => match.Groups[1].Value));
        Assert.Equal(
            Numbers, Regex.Matches(Compose, @"""127\.0\.0\.1:800(\d):8001""").Select(match => match.Groups[1].Value));
        Assert.Equal(Numbers,
            Regex.Matches(Compose, @"""127\.0\.0\.1:555(\d):5555/udp""").Select(match => match.Groups[1].Value));
        Assert.Equal(Numbers, Regex.Matches(Compose.Split("\nvolumes:\n")[1], @"^  node(\d):$", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value));
    }

    [Fact]
    public void Nothing_is_published_beyond_this_machine() => Assert.All(
        Regex.Matches(Compose, @"^ +- ""(.+:\d+(?:/udp)?)""$", RegexOptions.Multiline).Select(
            match => match.Groups[1].Value),
        port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));

    [Fact]
    public void What_is_mounted_and_copied_is_there()
    {
        var mounts = Regex.Matches(Compose, @"^ +- (\.\S*?):(/\S+):ro$", RegexOptions.Multiline);
        Assert.Equal(Nodes, mounts.Count);
        Assert.All(mounts, mount => Assert.Equal(
            Path.Combine(Repository.Root, "hocon"), Path.GetFullPath(Path.Combine(Folder, mount.Groups[1].Value))));
        Assert.True(File.Exists(Path.Combine(Repository.Root, "hocon", ConfigIn(Compose))));
        Assert.True(File.Exists(Path.Combine(Repository.Root, "hocon", ConfigIn(Dockerfile))));
        Assert.Contains("context: ../..\n    dockerfile: hocon/docker/Dockerfile\n", Compose, StringComparison.Ordinal);

        var copied = Regex.Matches(Dockerfile, @"^COPY (?!--from)(.+) \S+$", RegexOptions.Multiline).SelectMany(
            match => match.Groups[1].Value.Split(' ')).ToList();
        Assert.Contains("Raft.Host/", copied);
        Assert.All(copied, name => Assert.True(Path.Exists(Path.Combine(Repository.Root, name)), name));
    }

    [Fact]
    public void The_image_runs_not_as_root_and_is_healthy_while_the_node_is_ready()
    {
        var run = Dockerfile[Dockerfile.LastIndexOf("\nFROM ", StringComparison.Ordinal)..];

        Assert.Matches(@"\nUSER \$APP_UID\n", run);
        Assert.Matches(@"\nVOLUME /data\n", run);
        Assert.Contains("GET /health/ready HTTP/1.1", run, StringComparison.Ordinal);
        Assert.Contains("/dev/tcp/127.0.0.1/8001", run, StringComparison.Ordinal);
        Assert.DoesNotContain("sdk", run, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task Each_node_could_start_with_what_is_mounted(int node)
    {
        // The containers' ports may be taken on this machine; everything else is as it is there.
        var check = await Cli.Run(
            "node", "--check", "--config", Path.Combine(Folder, "cluster.conf"),
            "--data", Path.Combine(Path.GetTempPath(), "raft-docker-check"),
            "--set", $"raft.node=Node{node}", "--set", $"raft.host.http.port={FreePort.Next()}",
            "--set", $"akka.remote.dot-netty.tcp.port={FreePort.Next()}",
            "--set", $"raft.host.controller.port={FreePort.Next()}");

        Assert.Equal(("", 0), (check.Error, check.Code));
        Assert.Contains($"Node{node} could start", check.Output, StringComparison.Ordinal);
        Assert.Contains($"peers on node{node}:9001", check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_controller_that_anyone_reaches_needs_to_be_accepted_in_words()
    {
        var check = await Cli.Run(
            "node", "--check", "--config", Path.Combine(Repository.Root, "hocon", "node-1.conf"),
            "--data", Path.Combine(Path.GetTempPath(), "raft-docker-check"),
            "--set", "raft.host.controller.enabled=on", "--set", "raft.host.controller.host=0.0.0.0");

        Assert.Equal(2, check.Code);
        Assert.Contains("raft.host.controller.host", check.Error, StringComparison.Ordinal);
        Assert.Contains("i-accept-that-anyone-can-read-and-write", check.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("raft.host.controller.enabled=perhaps", "must be on or off")]
    [InlineData("raft.host.controller.port=0", "must be a whole number from 1 to 65535")]
    [InlineData("raft.host.controller.entry-key-case=camel", "must be lower or capitalised or upper")]
    [InlineData("raft.host.controller.max-request-size=1B", "must be a size from")]
    [InlineData("raft.host.controller.host=everywhere", "must be an IP address")]
    public async Task A_setting_of_the_controller_that_cannot_be_meant_is_refused_by_name(
        string setting, string problem)
    {
        var check = await Cli.Run(
            "node", "--check", "--config", Path.Combine(Repository.Root, "hocon", "node-1.conf"), "--set", setting);

        Assert.Equal(2, check.Code);
        Assert.Contains(setting.Split('=')[0], check.Error, StringComparison.Ordinal);
        Assert.Contains(problem, check.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Numbers => Enumerable.Range(1, Nodes).Select(n => $"{n}");

    private static string ConfigIn(string text) =>
        Regex.Match(text, @"""--config"", ""/etc/raft/([^""]+)""").Groups[1].Value;

    [GeneratedRegex(@"^  node(\d):\n    <<: \*node\n    hostname: node\1\n", RegexOptions.Multiline)]
    private static partial Regex Service();
}
