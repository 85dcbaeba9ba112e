using System.CommandLine;
using NanoMqttDevice.Provisioning;

namespace NanoMqttDevice.Tool.Commands;

/// <summary><c>nanomqtt completion</c>: what a shell needs so that Tab completes commands, options and values.</summary>
internal static class CompletionCommand
{
    // Each asks the tool itself, whose parser knows: [suggest:POSITION] and the command line. A path before the tool's name would not be known there.
    private const string Bash = """
        _nanomqtt() {
          local line="nanomqtt${COMP_LINE#"${COMP_WORDS[0]}"}"
          local point=$((COMP_POINT - ${#COMP_WORDS[0]} + 8))
          local word="${COMP_LINE:0:COMP_POINT}"
          word="${word##* }"
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:$point]" "$line" 2>/dev/null)" -- "$word"))
        }
        complete -o default -F _nanomqtt nanomqtt
        """;

    private const string Zsh = """
        #compdef nanomqtt
        _nanomqtt() {
          local line="nanomqtt${BUFFER#"${words[1]}"}"
          local point=$((CURSOR - ${#words[1]} + 8))
          local -a found
          found=("${(@f)$("${words[1]}" "[suggest:$point]" "$line" 2>/dev/null)}")
          if [[ -n "${found[*]}" ]]; then compadd -a found; else _files; fi
        }
        if [ "$funcstack[1]" = "_nanomqtt" ]; then _nanomqtt "$@"; else compdef _nanomqtt nanomqtt; fi
        """;

    private const string Fish = """
        function __nanomqtt_complete
          set -l line (commandline -cp)
          nanomqtt "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c nanomqtt -a '(__nanomqtt_complete)'
        """;

    private const string Pwsh = """
        Register-ArgumentCompleter -Native -CommandName nanomqtt -ScriptBlock {
          param($wordToComplete, $commandAst, $cursorPosition)
          $line = "$commandAst".PadRight($cursorPosition)
          nanomqtt "[suggest:$cursorPosition]" "$line" 2>$null | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
            [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
          }
        }
        """;

    public static Command Create() => new("completion", "Print what a shell needs so that Tab completes commands, options and values.")
    {
        Of("bash", "For bash 4 and newer.", Bash),
        Of("zsh", "For zsh.", Zsh),
        Of("fish", "For fish.", Fish),
        Of("pwsh", "For PowerShell 7.", Pwsh),
    };

    private static Command Of(string shell, string description, string script)
    {
        var command = new Command(shell, description);
        command.SetAction(_ => Console.Out.WriteLine(script));
        return command;
    }
}
