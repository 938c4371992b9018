using Raft.Host.Security;
using Raft.Specs.Host;

namespace Raft.Specs.Security;

/// <summary>Who may do what, request by request.</summary>
public sealed class TokenSpecs : IAsyncLifetime
{
    private const string Reader = "reader-0123456789", Writer = "writer-0123456789", Admin = "admin-0123456789";

    private SecuredServer _server = null!;

    public async Task InitializeAsync() => _server = await SecuredServer.Start(settings => settings with
    {
        Tokens = AccessTokens.None.With(Right.Read, Reader).With(Right.Write, Writer).With(Right.Admin, Admin),
    });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("GET", "/v1/kv", Right.Read)]
    [InlineData("GET", "/v1/status", Right.Read)]
    [InlineData("GET", "/V1/Status", Right.Read)]
    [InlineData("GET", "/v1/members", Right.Read)]
    [InlineData("GET", "/v1/log", Right.Read)]
    [InlineData("GET", "/metrics", Right.Read)]
    [InlineData("GET", "/nowhere", Right.Read)]
    [InlineData("PUT", "/v1/kv/a", Right.Write)]
    [InlineData("DELETE", "/v1/kv/a", Right.Write)]
    [InlineData("POST", "/v1/sessions", Right.Write)]
    [InlineData("GET", "/v1/backup", Right.Admin)]
    [InlineData("GET", "/V1/BACKUP", Right.Admin)]
    [InlineData("POST", "/v1/members", Right.Admin)]
    [InlineData("DELETE", "/v1/members/node-1", Right.Admin)]
    [InlineData("POST", "/v1/leader/transfer", Right.Admin)]
    [InlineData("POST", "/v1/snapshot", Right.Admin)]
    [InlineData("POST", "/v1/what/comes/next", Right.Admin)]
    public async Task Each_request_needs_its_right_and_any_higher_one_will_do(string method, string path, Right needed)
    {
        Assert.Equal(401, (await _server.Send(method, path)).Status);
        Assert.Equal(401, (await _server.Send(method, path, "a-wrong-0123456789")).Status);
        foreach (var (token, right) in new[] { (Reader, Right.Read), (Writer, Right.Write), (Admin, Right.Admin) })
        {
            var (status, body) = await _server.Send(method, path, token);
            Assert.True((status == 403) == (right < needed), $"{right}: {status} {body}");
            Assert.NotEqual(401, status);
        }
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Whether_a_node_lives_may_be_asked_by_everybody(string path) =>
        Assert.Equal(200, (await _server.Send("GET", path)).Status);

    [Fact]
    public async Task What_looks_like_a_free_path_is_not_free_when_it_is_a_key()
    {
        foreach (var path in new[] { "/v1/kv/../../health/live", "/v1/kv/..", "/v1/kv/../dashboard" })
        {
            using var connection = await _server.Dial();
            await connection.Say($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
            Assert.StartsWith("HTTP/1.1 401", await connection.Rest(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_refusal_says_what_is_missing_and_nothing_of_what_was_shown()
    {
        var (_, none) = await _server.Send("GET", "/v1/kv");
        var (_, wrong) = await _server.Send("GET", "/v1/kv", "a-wrong-0123456789");
        var (_, low) = await _server.Send("PUT", "/v1/kv/a", Reader);

        Assert.Contains("\"detail\":\"A token is needed: Authorization: Bearer …\"", none, StringComparison.Ordinal);
        Assert.Contains("\"detail\":\"This node does not know the token.\"", wrong, StringComparison.Ordinal);
        Assert.Contains(
            "\"detail\":\"The token is good to read; this needs one to write.\"", low, StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789", none + wrong + low, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verb_shows_the_token_that_it_is_given()
    {
        var nodes = _server.Address.ToString();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, $"# mine\nwrite {Writer}\n");

        Assert.Equal(
            new Cli(0, "ana set to 4\n", ""), await Cli.Run("set", "ana", "4", "--nodes", nodes, "--token-file", file));
        Assert.Equal(new Cli(0, "4\n", ""), await Cli.Run("get", "ana", "--nodes", nodes, "--token", Reader));
        Assert.Equal(
            new Cli(2, "", "raft: The token is good to read; this needs one to write.\n"),
            await Cli.Run("set", "ana", "5", "--nodes", nodes, "--token", Reader));
        File.Delete(file);
    }

    [Fact]
    public async Task A_verb_without_a_token_says_so_at_once() => Assert.Equal(
        new Cli(2, "", "raft: A token is needed: Authorization: Bearer …\n"
            + "raft: --token-file or $RAFT_TOKEN_FILE names the file of a token\n"),
        await Cli.Run("get", "ana", "--nodes", _server.Address.ToString(), "--timeout", "60s").WaitAsync(
            TimeSpan.FromSeconds(30)));

    [Fact]
    public void A_hash_stands_for_its_token()
    {
        var hash = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData("reader-0123456789"u8));

        var tokens = AccessTokens.None.With(Right.Read, $"sha256:{hash}");

        Assert.Equal(Right.Read, tokens.RightOf(Reader));
        Assert.Equal(Right.None, tokens.RightOf($"sha256:{hash}"));
    }
}
