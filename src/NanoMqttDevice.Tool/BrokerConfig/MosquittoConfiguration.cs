using System.Globalization;
using System.Text;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.Tool.BrokerConfig;

/// <summary>
/// mosquitto's configuration with a password file and an access list of what is registered now: it asks nobody, so a change needs the
/// files anew and a SIGHUP.
/// </summary>
internal sealed class MosquittoConfiguration(ServiceInstance instance, string listen)
{
    private readonly StringBuilder _passwords = new();
    private readonly StringBuilder _access = new("""
        # Made by nanomqtt broker-config mosquitto: what each user may, and nobody else anything.

        """);

    /// <summary>Adds a device.</summary>
    /// <param name="credential">Its credential.</param>
    /// <exception cref="ToolException">A grant cannot be written for mosquitto.</exception>
    public void Add(DeviceCredential credential)
    {
        var clientId = credential.ClientId;
        AddUser(
            $"DeviceCredential|{credential.DeviceAccessKeyId}|{credential.InstanceId}",
            LoginSignature.Compute(credential.DeviceAccessKeySecret, clientId),
            clientId);

        // mosquitto does not deliver without a subscription: the device subscribes to its own P2P topic.
        foreach (var parent in instance.ParentTopics)
        {
            Allow("read", $"{parent}/p2p/{clientId}");
        }

        if (instance.Grants is null)
        {
            // One level: what reaches deeper could be somebody's P2P topic.
            foreach (var parent in instance.ParentTopics)
            {
                Allow("readwrite", $"{parent}/+");
            }
        }
        else
        {
            AddGrants(credential.DeviceAccessKeyId, clientId);
        }
    }

    /// <summary>Adds a client of an account, as a back end: mode Signature.</summary>
    /// <param name="account">The account.</param>
    /// <param name="clientId">Its client ID; mosquitto knows one password for a user name, so an account has one.</param>
    /// <exception cref="ToolException">A grant cannot be written for mosquitto.</exception>
    public void Add(ServiceAccount account, string clientId)
    {
        AddUser(
            $"Signature|{account.AccessKeyId}|{instance.InstanceId}", LoginSignature.Compute(account.AccessKeySecret, clientId), clientId);
        if (instance.Grants is null)
        {
            foreach (var parent in instance.ParentTopics)
            {
                Allow("readwrite", $"{parent}/#");
            }
        }
        else
        {
            AddGrants(account.AccessKeyId, clientId);
        }
    }

    /// <summary>The files.</summary>
    /// <param name="folder">The folder they will stand in, a full path.</param>
    /// <returns>The files.</returns>
    public IReadOnlyList<ConfigurationFile> Files(string folder)
    {
        var colon = listen.LastIndexOf(':');
        return
        [
            new("mosquitto.conf", $"""
                # Devices of instance {instance.InstanceId} on mosquitto 2; made by nanomqtt broker-config mosquitto.
                # mosquitto binds no user name to a client ID: a device may connect with another's, and end that one's session; it reads and
                # writes nothing but its own topics with it.
                listener {listen[(colon + 1)..]} {listen[..colon]}
                allow_anonymous false
                password_file {Path.Combine(folder, "passwords")}
                acl_file {Path.Combine(folder, "acl")}
                persistent_client_expiration 3d
                message_size_limit 65536
                retain_available false

                """),
            new("passwords", _passwords.ToString()),
            new("acl", _access.ToString()),
        ];
    }

    private void AddUser(string userName, string password, string clientId)
    {
        _passwords.Append(MosquittoPassword.Line(userName, password)).Append('\n');
        _access.Append(CultureInfo.InvariantCulture, $"\n# {clientId}\nuser {userName}\n");
    }

    private void AddGrants(string accessKeyId, string clientId)
    {
        foreach (var grant in BrokerGrants.Of(instance, accessKeyId, clientId))
        {
            Allow(
                grant.Actions switch { TokenActions.Read => "read", TokenActions.Write => "write", _ => "readwrite" },
                grant.Actions.HasFlag(TokenActions.Read) && BrokerGrants.ReachesPeersUnnamed(grant.TopicFilter)
                    ? throw new ToolException(
                        ExitCodes.Usage,
                        $"--grant {grant.Holder}={grant.TopicFilter}: takes in the P2P topics of others, and mosquitto cannot leave them out; grant "
                            + "the topics one level at a time, as parent/+, or name p2p")
                    : grant.TopicFilter);
        }
    }

    private void Allow(string access, string filter) => _access.Append(CultureInfo.InvariantCulture, $"topic {access} {filter}\n");
}
