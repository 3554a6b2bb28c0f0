using System.CommandLine;

namespace IntelShare.Cli;

/// <summary><c>intelshare completion</c>: a script by which a shell asks the tool itself what may follow, so that it never lags behind it.</summary>
internal static class CompletionCommand
{
    private const string Bash =
        """
        _intelshare() {
            local IFS=$'\n'
            COMPREPLY=( $(compgen -W "$(intelshare "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}") )
        }
        complete -o default -F _intelshare intelshare
        """;

    private const string Zsh =
        """
        #compdef intelshare
        _intelshare() {
            local -a said
            said=("${(@f)$(intelshare "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            compadd -a said
        }
        compdef _intelshare intelshare
        """;

    private const string Fish =
        """
        complete -c intelshare -a '(intelshare "[suggest:"(commandline -C)"]" (commandline) 2>/dev/null)'
        """;

    private const string PowerShell =
        """
        Register-ArgumentCompleter -Native -CommandName intelshare -ScriptBlock {
            param($word, $line, $position)
            intelshare "[suggest:$position]" "$line" 2>$null | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }
        """;

    public static Command Make()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or pwsh." }.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        var command = new Command("completion", "Print a script that completes commands and options in a shell.\n\nExample: source <(intelshare completion bash)") { shell };
        command.SetAction(parsed => parsed.InvocationConfiguration.Output.WriteLine(parsed.GetRequiredValue(shell) switch { "bash" => Bash, "zsh" => Zsh, "fish" => Fish, _ => PowerShell }));
        return command;
    }
}
