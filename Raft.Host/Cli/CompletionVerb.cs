using System.CommandLine;

namespace Raft.Host.Cli;

/// <summary><c>raft completion SHELL</c>: a script that makes Tab complete verbs and options.</summary>
internal sealed class CompletionVerb : Verb
{
    // Each asks the program itself, by the library's [suggest] directive, for what could stand at the cursor. A script
    // names no path: it runs whatever the user typed, so it fits ./raft in a clone as well as an installed raft.
    private const string Bash =
        """
        _raft_complete()
        {
            local IFS=$'\n' line="${COMP_LINE#* }" at
            at=$((COMP_POINT - ${#COMP_LINE} + ${#line}))
            [ "$at" -ge 0 ] || return
            COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:$at]" "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _raft_complete raft ./raft
        """;

    private const string Zsh =
        """
        _raft_complete()
        {
            local line="${BUFFER#* }" at
            at=$((CURSOR - ${#BUFFER} + ${#line}))
            [ "$at" -ge 0 ] || return
            compadd -- ${(f)"$("${words[1]}" "[suggest:$at]" "$line" 2>/dev/null)"} || _files
        }
        compdef _raft_complete raft ./raft
        """;

    private const string Fish =
        """
        function __raft_complete
            set -l words (commandline -opc)
            set -l line (string replace -r '^\s*\S+\s' '' -- (commandline -cp))
            $words[1] "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c raft -a '(__raft_complete)'
        """;

    private const string PowerShell =
        """
        Register-ArgumentCompleter -Native -CommandName raft, raft.cmd, ./raft, .\raft -ScriptBlock {
            param($word, $ast, $cursor)
            $program = $ast.CommandElements[0].Extent.Text
            $line = ($ast.Extent.Text -replace '^\S+\s?', '')
            $at = [Math]::Max(0, $cursor - $ast.Extent.StartOffset - ($ast.Extent.Text.Length - $line.Length))
            if ($at -gt $line.Length) { $line = $line.PadRight($at) }
            & $program "[suggest:$at]" $line 2>$null |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
        }
        """;

    private readonly Argument<string> _shell = new("SHELL") { Description = "bash, zsh, fish or pwsh" };

    public CompletionVerb()
        : base(
            "completion",
            "Print a script that makes Tab complete verbs and options in your shell.",
            "raft completion bash            # look at it",
            "source <(raft completion bash)  # bash, in ~/.bashrc; zsh alike, in ~/.zshrc behind compinit",
            "raft completion fish > ~/.config/fish/completions/raft.fish",
            "raft completion pwsh | Out-String | Invoke-Expression   # PowerShell, in $PROFILE")
    {
        _shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        Add(_shell);
    }

    protected override Task<int> Run(ParseResult line, CancellationToken cancel)
    {
        line.InvocationConfiguration.Output.WriteLine(line.GetValue(_shell) switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            "fish" => Fish,
            _ => PowerShell,
        });
        return Task.FromResult(ExitCode.Done);
    }
}
