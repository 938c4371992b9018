using System.CommandLine;
using Raft.Host.Client;

namespace Raft.Host.Cli;

/// <summary>
/// The options with which a verb shows who it is and knows a node again. Each has a variable, so that it need not be
/// said each time.
/// </summary>
internal sealed class AccessOptions
{
    /// <summary>The bearer token.</summary>
    public const string TokenVariable = "RAFT_TOKEN";

    /// <summary>A file with the bearer token.</summary>
    public const string TokenFileVariable = "RAFT_TOKEN_FILE";

    /// <summary>Who signs the nodes' certificates.</summary>
    public const string AuthorityVariable = "RAFT_CA";

    private readonly Option<string?> _token = new("--token")
    {
        Description = $"The token to show (default: ${TokenVariable}); others on this machine may see it: "
            + "better --token-file",
        HelpName = "TOKEN",
    };

    private readonly Option<string?> _tokenFile =
        File("--token-file", $"A file with the token to show (default: ${TokenFileVariable})");

    private readonly Option<string?> _authority =
        File("--ca", $"With https: who signs the nodes' certificates, in PEM (default: ${AuthorityVariable}, "
            + "or whom this machine trusts)");

    private readonly Option<string?> _certificate =
        File("--cert", "With https: a certificate to show, in PEM, where the nodes ask for one");
    private readonly Option<string?> _key = File("--key", "The key of --cert, in PEM");

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command verb)
    {
        foreach (var option in new Option[] { _token, _tokenFile, _authority, _certificate, _key })
            verb.Add(option);
    }

    /// <summary>What the command line and the variables say.</summary>
    /// <exception cref="Configuration.UsageException">A file cannot be used.</exception>
    public ClientAccess Read(ParseResult line)
    {
        var (token, file) = (line.GetValue(_token), line.GetValue(_tokenFile));
        // What is said on the command line wins over what is not.
        if (token is null && file is null)
            (token, file) = (Variable(TokenVariable), Variable(TokenFileVariable));
        else if (token is not null && file is not null)
            throw new Configuration.UsageException("--token and --token-file: one is enough");
        return ClientAccess.Create(
            token, file, line.GetValue(_authority) ?? Variable(AuthorityVariable), line.GetValue(_certificate),
            line.GetValue(_key));
    }

    private static Option<string?> File(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "FILE",
    };

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
