using System.Diagnostics;
using NanoMqttDevice.Runtime;

namespace NanoMqttDevice.SystemTests.Tool;

/// <summary>A board that is not there: a file for its port, and a stand-in for nanoff first on PATH that records what it was given.</summary>
internal sealed class FlashBench : IDisposable
{
    // The words are nanoff's own, as it says them when its output is piped. A file beside the script tells it how to behave.
    private const string StandIn = """
        #!/usr/bin/env bash
        here=$(dirname "$0")
        case " $* " in
          *" --identifyfirmware "*) step=identify ;;
          *" --update "*) step=update ;;
          *" --filedeployment "*) step=files ;;
          *" --networkdeployment "*) step=network ;;
          *) step=deploy ;;
        esac
        printf '%s\n' "$step" >>"$here/steps"
        printf '%s\n' "$@" >"$here/$step.args"
        printf '%s\n' "$NANOFRAMEWORK_TELEMETRY_OPTOUT" >"$here/$step.optout"
        cat >"$here/$step.stdin"
        if [ $step = files ] || [ $step = network ]; then
          cp "${!#}" "$here/$step.json"
          stat -c '%a %n' "${!#}" "$(dirname "${!#}")" >"$here/$step.modes"
        fi
        does() { grep -qx "$1" "$here/behaviour" 2>/dev/null; }
        target=$(sed -n 's/^chip //p' "$here/behaviour" 2>/dev/null)
        echo '.NET nanoFramework Firmware Flasher v2.5.162+0123456789'
        echo
        if does "hang $step"; then
          echo $$ >"$here/pid"
          exec sleep 600
        fi
        if does "vanish $step"; then
          rm "$here/ttyUSB0"
        fi
        if does "fail $step"; then
          if [ $step = update ]; then echo E4000; exit 160; fi
          echo 'Error E2002: Error executing operation with nano device. (of the stand-in)'
          exit 210
        fi
        if does "nothing $step"; then
          echo 'No operation was performed with the options supplied.'
          exit 0
        fi
        if does "echo $step"; then
          cat "$here/$step.json"
          sed -n 's/.*"Password":"\(.*\)","Authentication.*/it is \1/p' "$here/$step.json" | sed 's/\\\(["\\]\)/\1/g' >&2
        fi
        case $step in
          identify)
            echo 'Reading details from chip...OK'
            printf '\nConnected to:\n%s (its details)\n\n' "$target"
            echo "Target '${target:-ESP32_REV3}' best matches the device characteristics."
            ;;
          files)
            source=$(sed -n 's/.*"SourceFilePath":"\([^"]*\)".*/\1/p' "$here/files.json")
            echo 'Device connected and ready for deployment.'
            if grep -q 'settings[.]0' "$here/files.json"; then
              record=$(sed -n 's/.*settings[.]0","SourceFilePath":"\([^"]*\)".*/\1/p' "$here/files.json")
              cp "$record" "$here/settings.0"
              stat -c '%a' "$record" >"$here/record.mode"
              for name in settings.1 candidate.0 candidate.1; do
                does 'forget deletions' || printf 'Deleting file I:\\%s...file doesn'"'"'t exist, skipping\n' $name
              done
              does 'refuse file' || printf 'Deploying file %s to I:\\settings.0...OK\n' "$record"
              exit 0
            fi
            if does 'refuse file'; then
              printf 'Deploying file %s to I:\\ca.pem...\n' "$source"
              printf 'Error deploying content file %s to I:\\ca.pem\n' "$source"
            elif does 'throw file'; then
              printf 'Deploying file %s to I:\\ca.pem...\n' "$source"
              printf 'Exception deploying content file %s to I:\\ca.pem\n' "$source"
            else
              printf 'Deploying file %s to I:\\ca.pem...\033[32mOK\n' "$source"
            fi
            ;;
          network)
            printf 'No operation was performed with the options supplied.\n\n  --listdfu    List devices.\n'
            echo 'Debug engine created.'
            echo 'Updating network configuration...OK'
            echo 'Updating wireless configuration...OK'
            ;;
          deploy)
            case " $* " in
              *" --nanodevice "*) printf 'Getting details from nano device...OK\nDeploying managed application...OK\nRebooting...OK\n' ;;
              *) printf 'Flashing deployment partition...\rWriting at 0x001E0000 [=>   ]  50.0%%\r      \rFlash write complete.\nOK\n' ;;
            esac
            ;;
        esac

        """;

    private readonly TestFolder _folder = new();

    public FlashBench()
    {
        if (OperatingSystem.IsWindows())
        {
            throw new AssertInconclusiveException("the stand-in is a shell script");
        }

        Nanoff = _folder.Write("nanoff", StandIn.ReplaceLineEndings("\n"));
        File.SetUnixFileMode(Nanoff, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Port = _folder.Write("ttyUSB0", "");
        Image = _folder.Write("app.bin", "NFMRK1\0\0mscorlib NFMRK1\0\0application");
        Directory.CreateDirectory(_folder.PathOf("tmp"));
    }

    public string Nanoff { get; }

    public string Port { get; }

    public string Image { get; }

    /// <summary>The steps that nanoff was run for.</summary>
    public IReadOnlyList<string> Steps => File.Exists(PathOf("steps")) ? File.ReadAllLines(PathOf("steps")) : [];

    /// <summary>Folders that the tool has left behind.</summary>
    public IReadOnlyList<string> Leftovers => Directory.GetDirectories(PathOf("tmp"), "nanomqtt-flash-*");

    public static string DefaultCa => Path.Combine(AppContext.BaseDirectory, "flash", "ca.pem");

    public string PathOf(string name) => _folder.PathOf(name);

    public string Write(string name, string text) => _folder.Write(name, text);

    public string Read(string name) => File.ReadAllText(PathOf(name));

    public IReadOnlyList<string> ArgumentsOf(string step) => File.ReadAllLines(PathOf($"{step}.args"));

    /// <summary>Has the stand-in behave otherwise.</summary>
    /// <param name="lines">For example <c>fail update</c>.</param>
    public void Behave(params string[] lines) => Write("behaviour", string.Join('\n', lines) + "\n");

    /// <summary>How the tool is started here.</summary>
    /// <param name="arguments">After <c>flash</c>.</param>
    /// <returns>What may still be changed.</returns>
    public ProcessStartInfo StartInfo(params string[] arguments)
    {
        return StartInfoOf(["flash", .. arguments]);
    }

    /// <summary>How another command of the tool is started here.</summary>
    /// <param name="arguments">The command and its options.</param>
    /// <returns>What may still be changed.</returns>
    public ProcessStartInfo StartInfoOf(params string[] arguments)
    {
        var start = ToolRun.StartInfo(arguments);
        start.Environment["PATH"] = $"{_folder.PathOf("")}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["TMPDIR"] = PathOf("tmp");

        // No nanoff that is really installed is found.
        start.Environment["HOME"] = _folder.PathOf("");
        return start;
    }

    /// <summary>Flashes, without waiting for a board to start.</summary>
    /// <param name="input">Standard input.</param>
    /// <param name="arguments">After <c>flash --port … --boot-wait 0</c>.</param>
    /// <returns>How it went.</returns>
    public Task<ToolRun> FlashAsync(string input, params string[] arguments) =>
        ToolRun.StartAsync(input, StartInfo(["--port", Port, "--boot-wait", "0", .. arguments]));

    public void Dispose() => _folder.Dispose();
}
