using System.Globalization;
using NanoMqttDevice.Page.Fleet;
using NanoMqttDevice.Page.Links;

namespace NanoMqttDevice.Page;

/// <summary>All that the page says, in one place. Words of the devices and of the service are theirs (<see cref="RefusalTexts"/>).</summary>
public static class Texts
{
    public const string Product = "nanomqtt";

    // The frame.
    public const string SkipToContent = "Skip to content";
    public const string Menu = "Menu";
    public const string Devices = "Devices";
    public const string Live = "Live";
    public const string NewBoard = "New board";
    public const string Tokens = "Tokens";
    public const string Updates = "Updates";
    public const string Light = "Light colours";
    public const string Dark = "Dark colours";
    public const string LogOut = "Log out";
    public const string NotFound = "There is no such page";
    public const string Close = "Close";
    public const string Cancel = "Cancel";
    public const string Copy = "Copy";
    public const string Copied = "Copied";
    public const string Link = "Link";
    public const string Reload = "Load the page again";
    public const string ConnectionLost = "The connection to the service is lost; trying again…";
    public const string ConnectionEnded = "The service is away or was started anew.";
    public const string PageFailed = "The page has failed at something it should not have.";
    public const string ShownOnce = "It is shown this once. Keep it where nobody else reads.";

    // The login.
    public const string LoginTitle = "nanomqtt: log in";
    public const string LoginNeeded = "You are not logged in. Open the link that the program has printed when it started; it works once. "
        + "A browser that is logged in can make another one: the link in its upper right corner.";
    public const string LoginRetry = "I am logged in: go on";
    public const string LoginGoOn = "You are logged in: go on";
    public const string LoginLinkUsed = "This link was used, or was none. Each works once: take another from a browser that is logged in, or start the program again.";
    public const string LoginNeedsTls = "Over plain HTTP the page is for this machine alone, by the name localhost or its address. From elsewhere it wants HTTPS.";
    public const string LoginForeign = "This came from another site and was not done.";
    public const string OtherBrowser = "Log another browser in";
    public const string OtherBrowserLead = "Open this link in the other browser within ten minutes.";

    // Devices.
    public const string Search = "Search client IDs";
    public const string FilterByState = "Show devices by state";
    public const string All = "All";
    public const string SortBy = "Sort by";
    public const string State = "State";
    public const string ClientId = "Client ID";
    public const string Since = "Since";
    public const string Mode = "Mode";
    public const string FirmwareAndRelease = "Firmware";
    public const string LastCause = "Last cause, and what to do";
    public const string LastValues = "Last values";
    public const string NoDevices = "No device is known yet.";
    public const string NoDevicesDo = "A device shows up here with its credential or its first message. Plug one in:";
    public const string None = "–";
    public const string Never = "never";

    public static string FailedWith(string what) => $"What the service tells could not be taken in ({what}); trying again.";

    public static string TitleOf(string page) => $"{page} · {Product}";

    public static string PathOf(string clientId) => $"/devices/{Uri.EscapeDataString(clientId)}";

    public static string Shown(int shown, int total) => $"{(shown == total ? "" : $"{shown} of ")}{total} {(total == 1 ? "device" : "devices")}";

    public static string Of(DeviceState state) => state switch
    {
        DeviceState.Silent => "Never seen",
        DeviceState.Heard => "Heard",
        DeviceState.Online => "Online",
        DeviceState.Offline => "Offline",
        _ => "Refused",
    };

    public static string Of(DeviceOrder order) => order switch
    {
        DeviceOrder.State => "state, trouble first",
        DeviceOrder.Since => "latest change",
        DeviceOrder.LastHeard => "last heard",
        _ => "client ID",
    };

    public static string WasOffline(string cause, string explanation) => $"was offline: {cause}: {explanation}{(explanation?.EndsWith('?') == true ? "" : ".")}";

    public static string Ago(TimeSpan age) => age.TotalSeconds switch
    {
        < 2 => "now",
        < 90 => $"{age.TotalSeconds:0} s ago",
        < 90 * 60 => $"{age.TotalMinutes:0} min ago",
        < 36 * 3600 => $"{age.TotalHours:0} h ago",
        _ => $"{age.TotalDays:0} days ago",
    };

    public static string TimeOf(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string ClockOf(DateTimeOffset time) => time.ToLocalTime().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    public static string ChartOf(string name, int points, double low, double high) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}: {points} values between {low:0.###} and {high:0.###}");

    public static string AxesOf(DateTimeOffset first, DateTimeOffset last, double low, double high) =>
        string.Create(CultureInfo.InvariantCulture, $"{ClockOf(first)[..8]} to {ClockOf(last)[..8]}; lowest {low:0.###}, highest {high:0.###}");

    // A device.
    public const string UnknownDevice = "Nothing is known of this client ID: it has no credential, and no message of it has come since the page was started.";
    public const string LastHeard = "last heard";
    public const string ProductRelease = "Release";
    public const string Values = "Values";
    public const string Messages = "Messages";
    public const string Announcements = "Announcements";
    public const string Traces = "Traces";
    public const string Credential = "Credential";
    public const string Update = "Update";
    public const string NoValues = "No telemetry has come since the page was started.";
    public const string NothingYet = "Nothing has come yet.";
    public const string NoTraces = "This service tells no logins and refusals; what is known comes from the devices' messages.";
    public const string NoUpdate = "No update was heard of.";

    // Commands.
    public const string Command = "Command";
    public const string OtherCommand = "another command, of the product for example";
    public const string CommandLine = "Command and argument";
    public const string CommandLineHelp = "For example: door open";
    public const string SealedNote = "What changes something is sealed with the device's secret, so that the device obeys nobody else.";
    public const string Send = "Send";
    public const string Sending = "Waiting for the answer…";

    // Credentials and tokens.
    public const string NoServerApi = "Credentials and tokens need the server API: start the page with --endpoint, --region or a profile that has one.";
    public const string AccessKeyId = "DeviceAccessKeyId";
    public const string AccessKeySecret = "DeviceAccessKeySecret";
    public const string Registered = "Registered";
    public const string SecretOf = "Secret of";
    public const string NoCredential = "none";
    public const string Asking = "…";
    public const string Register = "Register";
    public const string Refresh = "Refresh secret";
    public const string Rotate = "Rotate";
    public const string DeliverAgain = "Deliver again";
    public const string Unregister = "Unregister";
    public const string Unregistered = "Unregistered. A device that is online stays so; its next login is refused.";
    public const string CredentialNote = "Rotate gives a device in the field a new credential and waits until it uses it. Register and Refresh change the credential at the "
        + "service alone: the device is refused until somebody brings it the new one. Deliver again goes on with a rotation that failed.";
    public const string ApplyToken = "Issue a token";
    public const string KnownToken = "A token you have";
    public const string Resources = "Topics";
    public const string ResourcesHelp = "Topics and topic filters with + and #, parted by commas";
    public const string Actions = "Rights ";
    public const string ActionRead = "read (R)";
    public const string ActionWrite = "write (W)";
    public const string ActionBoth = "read and write (R,W)";
    public const string Hours = "Hours until it ends";
    public const string Token = "Token";
    public const string NewToken = "The new token:";
    public const string QueryToken = "Is it valid?";
    public const string RevokeToken = "Revoke";
    public const string TokenValid = "The token is valid.";
    public const string TokenInvalid = "The token is not valid: it has ended, was revoked, or is none of this instance.";
    public const string TokenRevoked = "The token is revoked. Who uses it is disconnected.";

    // Live.
    public const string Pause = "Pause";
    public const string GoOn = "Go on";
    public const string FilterText = "Filter by text";
    public const string FilterByKind = "Show kinds of entries";

    // A new board.
    public const string BoardLead = "Connect the board's serial line to this computer, let the browser open its port, and say what the board is to be.";
    public const string NoWebSerial = "This browser has no Web Serial, which Chrome, Edge and Opera on a computer have; over plain HTTP they have it for localhost alone. "
        + "'nanomqtt provision' does the same in a terminal.";
    public const string OpenPort = "Open the serial port…";
    public const string PortOpen = "The port is open";
    public const string ClosePort = "Close the port";
    public const string WhatItIs = "What it is to be";
    public const string ClientIdHelp = "Group ID, @@@, and a name of its own";
    public const string WifiName = "Wi-Fi network";
    public const string WifiHelp = "Empty to leave the board's Wi-Fi as it is";
    public const string WifiPassword = "Wi-Fi password";
    public const string LookForNetworks = "Look for networks";
    public const string Networks = "Networks that the board sees";
    public const string Endpoint = "Endpoint";
    public const string Port = "Port";
    public const string Instance = "Instance";
    public const string BringOnline = "Bring it online";
    public const string Busy = "Working…";
    public const string BoardName = "Board";
    public const string PrintLabel = "Print the label";
    public const string ToDevice = "To the device's page";
    public const string PortGone = "the browser has lost the serial port";

    public static string PortNotOpened(string why) =>
        $"The browser does not open the port ({why}). Does another program use it? On Linux you may have to be in the group 'dialout'.";

    // Updates.
    public const string NoUpdates = "This page was started without packages of updates: start it with --updates FOLDER.";
    public const string Packages = "Packages";
    public const string Package = "Package";
    public const string NoPackages = "No package is here yet: 'nanomqtt update pack' makes them.";
    public const string NoPackage = "no whole package";
    public const string Rollouts = "Rollouts";
    public const string Rollout = "Rollout";
    public const string NewRollout = "Begin a rollout";
    public const string NoRollouts = "No rollout was begun yet.";
    public const string File = "File";
    public const string ForProduct = "Product";
    public const string Boards = "Boards";
    public const string AllBoards = "all";
    public const string Size = "Size";
    public const string SignedBy = "Signed by";
    public const string RunIt = "Run it";
    public const string ToDevices = "Devices";
    public const string ToDevicesHelp = "A group ID for all of a group, or client IDs";
    public const string Waves = "Waves";
    public const string WavesHelp = "Where each wave ends: numbers of devices or shares; the last one is all";
    public const string MaxFailed = "Most failures in %";
    public const string MaxFailedHelp = "It stops itself when more of the devices so far have failed";
    public const string Begin = "Begin";
    public const string Wave = "Wave";
    public const string Cause = "Cause";
    public const string ThisDevice = "This device";
    public const string Stop = "Stop";
    public const string Resume = "Resume";

    public static string SignerOf(UpdatePackage package) => package?.Trust switch
    {
        PackageTrust.Trusted => $"update key {package.Fingerprint[..8]}…",
        PackageTrust.Stranger => "none of the update keys: it is not rolled out",
        _ => "not checked: no --update-key",
    };

    public static string RunnersOf(int count, int all) => $"{count} of {all}";

    public static string PackageOf(UpdatePackage package) => $"{package?.File}: {package?.Product} release {package?.Release}";

    public static string BeginAsk(string package, string devices) => $"{package} is offered to {devices}, wave after wave. It can be stopped at any time.";

    public static string RolloutOf(Rollout rollout) => $"{rollout?.Name}: release {rollout?.Release}";

    public static string DevicesOf(Rollout rollout) =>
        $"{rollout?.Devices.Count} {(rollout?.Devices.Count == 1 ? "device" : "devices")}, {rollout?.Waves.Sum(w => w.Updated)} updated, "
            + $"{rollout?.Waves.Sum(w => w.Failed)} failed, {rollout?.Waves.Sum(w => w.Silent)} silent";

    public static string Of(Rollout rollout) => rollout?.Stage switch
    {
        RolloutStage.Rolling => "rolling" + (rollout.IsElsewhere ? ", by another program" : ""),
        RolloutStage.Stopping => "stopping: those under way come to their end",
        RolloutStage.Stopped => "stopped",
        RolloutStage.TooManyFailed => "stopped itself: too many have failed",
        RolloutStage.BrokenOff => "broken off: its program has ended",
        _ => "done",
    };

    public static string WaveOf(RolloutWave wave) =>
        $"Wave {wave?.Number}: {wave?.Updated} of {wave?.Devices} updated{(wave?.Failed > 0 ? $", {wave.Failed} failed" : "")}{(wave?.Silent > 0 ? $", {wave.Silent} silent" : "")}";

    public static string BytesOf(long size) => string.Create(CultureInfo.InvariantCulture, $"{size:N0} bytes");

    public static string After(long milliseconds) => string.Create(CultureInfo.InvariantCulture, $"after {milliseconds} ms.");

    public static string RegisterAsk(string clientId) =>
        $"The credential that {clientId} has ends with this: the device is refused at its next login until it is brought the new one. Rotate does both.";

    public static string RefreshAsk(string clientId) =>
        $"The secret of {clientId} ends with this: the device is refused at its next login until it is brought the new one. Rotate does both.";

    public static string UnregisterAsk(string clientId) => $"{clientId} stays online if it is, and is refused at its next login.";

    public static string RotateAsk(string clientId) =>
        $"{clientId} is asked first whether it takes a credential; then the old one ends, and the new one is kept in a file and sent.";

    public static string NewCredentialOf(string clientId) => $"The new credential of {clientId}:";

    public static string PausedWith(long count) => $"Paused; {count} entries have come since.";

    public static string EntriesShown(int shown, long all) => $"{shown} shown; {all} have come since the page was started.";

    public static string Of(EntryKind kind) => kind.ToString().ToLowerInvariant();

    public static string Of(Components.StepState state) => state switch
    {
        Components.StepState.Done => "done",
        Components.StepState.Failed => "failed",
        _ => "working",
    };
}
