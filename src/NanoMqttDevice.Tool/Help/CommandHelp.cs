namespace NanoMqttDevice.Tool.Help;

/// <summary>What <c>--help</c> says of a command beside its options: examples and exit codes.</summary>
/// <param name="Examples">Command lines, each with what it does.</param>
/// <param name="ExitCodes">The exit codes it has beside those of every command.</param>
internal sealed record CommandHelp(IReadOnlyList<(string Line, string What)> Examples, IReadOnlyList<int> ExitCodes)
{
    private static readonly int[] _ofEvery = [Tool.ExitCodes.Ok, Tool.ExitCodes.Failed, Tool.ExitCodes.Usage, Tool.ExitCodes.Interrupted];

    private static readonly Dictionary<string, CommandHelp> _commands = new()
    {
        [""] = Of([("nanomqtt demo", "show the whole main job on this machine"), ("nanomqtt COMMAND --help", "tell of a command")]),
        ["auth"] = Of(
            [("nanomqtt auth --postgres connection.txt --http-port 8090 --instances-file instances.json", "decide logins and topics for the nodes of a broker")],
            Tool.ExitCodes.PortInUse),
        ["broker-config"] = Of([("nanomqtt broker-config rabbitmq --out broker", "tell of a broker")]),
        ["broker-config emqx"] = Of([("nanomqtt broker-config emqx --out broker", "what the file is made of")]),
        ["broker-config mosquitto"] = Of([("nanomqtt broker-config mosquitto --out broker", "what the file is made of")]),
        ["broker-config rabbitmq"] = Of([("nanomqtt broker-config rabbitmq --out broker", "what the files are made of")]),
        ["completion"] = Of([("source <(nanomqtt completion bash)", "complete with Tab in this shell")]),
        ["completion bash"] = Of([("nanomqtt completion bash > ~/.local/share/bash-completion/completions/nanomqtt", "complete in every new shell")]),
        ["completion zsh"] = Of([("nanomqtt completion zsh > ~/.zfunc/_nanomqtt", "with fpath+=~/.zfunc and compinit in ~/.zshrc")]),
        ["completion fish"] = Of([("nanomqtt completion fish > ~/.config/fish/completions/nanomqtt.fish", "complete in every new shell")]),
        ["completion pwsh"] = Of([("nanomqtt completion pwsh >> $PROFILE", "complete in every new shell")]),
        ["console"] = Of(
            [("nanomqtt console --port /dev/ttyUSB0", "type requests; Tab completes them"), ("echo status | nanomqtt console", "pipe one")],
            Tool.ExitCodes.PortInUse, Tool.ExitCodes.NoAnswer),
        ["credential"] = Of([("nanomqtt credential list --group GID_Demo", "list who has one")]),
        ["credential get"] = Of([("nanomqtt credential get GID_Demo@@@0001 --out device.json", "into the device's settings file")], Api),
        ["credential list"] = Of([("nanomqtt credential list --group GID_Demo --json", "one JSON object a line")], Api),
        ["credential refresh"] = Of([("nanomqtt credential refresh GID_Demo@@@0001 --out device.json", "another secret, into the file")], Api),
        ["credential register"] = Of(
            [("nanomqtt credential register GID_Demo@@@0001 --out device.json --parent-topic demo", "a new device's settings file")], Api),
        ["credential unregister"] = Of([("nanomqtt credential unregister GID_Demo@@@0001", "its next connect is refused")], Api),
        ["demo"] = Of([("nanomqtt demo", "twelve steps"), ("nanomqtt demo --keep", "go on, with commands to try")]),
        ["device"] = Of(
            [
                ("nanomqtt device --flash flash --settings device.json", "run a device until Ctrl-C"),
                ("nanomqtt device --flash flash --once", "try one login"),
                ("nanomqtt device --flash flash --serial-link tty", "give its serial port a name"),
            ],
            Tool.ExitCodes.PortInUse, Tool.ExitCodes.NotReached, Tool.ExitCodes.Refused, Tool.ExitCodes.NotProvisioned),
        ["doctor"] = Of(
            [("nanomqtt doctor", "look at this machine"), ("nanomqtt doctor --settings device.json", "and at the endpoint and the login")]),
        ["flash"] = Of(
            [
                ("nanomqtt flash --board esp32-devkitc --image NanoMqttDevice.bin", "firmware, authorities, application"),
                ("nanomqtt flash --board esp32-devkitc --image NanoMqttDevice.bin --dry-run", "show the commands alone"),
            ],
            Tool.ExitCodes.NanoffMissing, Tool.ExitCodes.FlashFailed),
        ["fleet"] = Of(
            [("nanomqtt fleet devices.csv --settings common.json", "board after board"), ("nanomqtt fleet devices.csv --register", "with new credentials")],
            Tool.ExitCodes.FleetIncomplete, Tool.ExitCodes.ApiRefused),
        ["load"] = Of(
            [
                ("nanomqtt load --stand-in --clients 1000", "the stand-in in this process"),
                ("nanomqtt load --group GID_Load --clients 1000 --hold 30s --messages 10", "credentials made and ended for it"),
            ],
            Tool.ExitCodes.NotReached, Tool.ExitCodes.ApiRefused, Tool.ExitCodes.LoadFailed),
        ["load simulate-restart"] = Of(
            [("nanomqtt load simulate-restart --clients 10000 --outage 60s", "in simulated time")], Tool.ExitCodes.LoadFailed),
        ["monitor"] = Of(
            [("nanomqtt monitor --port /dev/ttyUSB0", "the device's log"), ("nanomqtt monitor --listen-only", "send the board nothing")],
            Tool.ExitCodes.PortInUse),
        ["page"] = Of(
            [
                ("nanomqtt page --profile plant --group GID_Plant", "the devices of the real service"),
                ("nanomqtt page --endpoint http://127.0.0.1:8080/ --mqtt-endpoint 127.0.0.1 --tls off --instance mqtt-demo --parent-topic demo", "a broker on this machine"),
            ],
            Tool.ExitCodes.PortInUse),
        ["profile"] = Of([("nanomqtt profile create plant --region cn-hangzhou --instance mqtt-cn-xxx --access-key-id LTAI…", "asks for the secret")]),
        ["profile create"] = Of(
            [
                ("nanomqtt profile create plant --region cn-hangzhou --instance mqtt-cn-xxx --access-key-id LTAI… --parent-topic plant", "asks for the secret"),
                ("nanomqtt profile create plant … --secret-command secret-tool lookup nanomqtt plant", "leave the secret in the desktop's keyring"),
            ]),
        ["profile list"] = Of([("nanomqtt profile list", "the one in use has a star")]),
        ["profile remove"] = Of([("nanomqtt profile remove plant", "its file is deleted")]),
        ["profile show"] = Of([("nanomqtt profile show plant", "secrets stay hidden")]),
        ["profile use"] = Of([("nanomqtt profile use plant", "commands without --profile go by it")]),
        ["provision"] = Of(
            [
                ("nanomqtt provision --settings device.json --wifi-ssid Plant", "asks for the network's password"),
                ("nanomqtt provision --port /dev/ttyUSB0", "asks for whatever the device lacks"),
            ],
            Tool.ExitCodes.PortInUse, Tool.ExitCodes.NotReached, Tool.ExitCodes.Refused, Tool.ExitCodes.NoAnswer, Tool.ExitCodes.WifiFailed),
        ["rotate"] = Of(
            [
                ("nanomqtt service --tls-port 8883 --tls-ca-out ca.pem --http-port 8080 --accounts accounts.json", "a stand-in to try it with"),
                ("nanomqtt rotate GID_Demo@@@0001 --endpoint http://127.0.0.1:8080 --instance mqtt-demo --parent-topic demo --mqtt-endpoint 127.0.0.1 --ca ca.pem",
                    "a device that is online over TLS gets another credential"),
                ("nanomqtt rotate GID_Demo@@@0001 --resume …", "deliver the one of a run that broke off"),
            ],
            Tool.ExitCodes.NotReached, Tool.ExitCodes.Refused, Tool.ExitCodes.NoAnswer, Tool.ExitCodes.ApiRefused, Tool.ExitCodes.NotRotated),
        ["send"] = Of(
            [
                ("nanomqtt send GID_Demo@@@0001 info", "ask a device how it is"),
                ("nanomqtt send GID_Demo@@@0001 interval 10", "a command with an argument"),
                ("nanomqtt send --to devices.csv reboot", "to many; each answer is shown as it comes"),
            ],
            Tool.ExitCodes.NotReached, Tool.ExitCodes.Refused, Tool.ExitCodes.NoAnswer, Tool.ExitCodes.CommandRefused),
        ["service"] = Of(
            [
                ("nanomqtt service --register GID_Demo@@@0001 --settings-out device.json", "with a device's settings to begin with"),
                ("nanomqtt service --database service.db --http-port 8080 --accounts accounts.json --show-messages", "with the page and the server API"),
            ],
            Tool.ExitCodes.PortInUse),
        ["sign"] = Of(
            [
                ("nanomqtt sign --instance mqtt-cn-xxx --client-id GID_Demo@@@0001 --access-key-id DC.…", "asks for the secret"),
                ("nanomqtt sign … --for mosquitto --endpoint 127.0.0.1 --out mosquitto.conf", "a client's configuration, mode 600"),
            ]),
        ["token"] = Of([("nanomqtt token apply --resource demo/telemetry --out device.json", "a token in a device's settings file")]),
        ["token apply"] = Of([("nanomqtt token apply --resource demo/telemetry --resource demo/reply --valid-for 1d --out device.json", "for a device")], Api),
        ["token query"] = Of([("nanomqtt token query --token-file device.json", "is it valid?")], [.. Api, Tool.ExitCodes.TokenInvalid]),
        ["token revoke"] = Of([("nanomqtt token revoke --token-file device.json", "end it before its time")], Api),
        ["update"] = Of([("nanomqtt update key create product.key", "begin with a signing key")]),
        ["update key"] = Of([("nanomqtt update key show product.key", "public key, fingerprint and how many signatures are left")]),
        ["update key create"] = Of([("nanomqtt update key create product.key", "a file of mode 600")]),
        ["update key show"] = Of([("nanomqtt update key show product.key", "public key, fingerprint and how many signatures are left")]),
        ["update roll"] = Of([
            ("nanomqtt update roll 7.nmdp --to devices.csv --parent-topic sensors", "one device, 1 %, 10 %, all"),
            ("nanomqtt update roll 7.nmdp --to GID_Demo --waves 5,50%,all --max-failed 1 --parent-topic sensors", "all devices of a group"),
        ]),
        ["update status"] = Of([("nanomqtt update status 7.nmdp.result.csv", "who has ended, and how, also while it runs")]),
        ["update pause"] = Of([("nanomqtt update pause 7.nmdp.result.csv", "begin no more devices; 'update roll' goes on")]),
        ["update pack"] = Of([("nanomqtt update --help", "what a package is made of")]),
        ["watch"] = Of(
            [
                ("nanomqtt watch --group GID_Demo", "everything below the parent topic"),
                ("nanomqtt watch --kind telemetry --client-id GID_Demo@@@0001 --json", "one device's values for a program"),
                ("nanomqtt watch --kind refusal", "who is refused, at a service of ours"),
            ],
            Tool.ExitCodes.NotReached, Tool.ExitCodes.Refused),
    };

    private static int[] Api => [Tool.ExitCodes.NotReached, Tool.ExitCodes.ApiRefused];

    /// <summary>All commands that have help, by the words that call them.</summary>
    public static IReadOnlyDictionary<string, CommandHelp> All => _commands;

    /// <summary>Finds a command's.</summary>
    /// <param name="path">The words that call it, without the tool's name.</param>
    /// <returns>Its help, or null.</returns>
    public static CommandHelp? Find(string path) => _commands.GetValueOrDefault(path);

    private static CommandHelp Of((string, string)[] examples, params int[] exitCodes) => new(examples, [.. _ofEvery.Concat(exitCodes).Distinct().Order()]);
}
