using NanoMqttDevice.Service;
using NanoMqttDevice.Tool.Fleet;

namespace NanoMqttDevice.SystemTests.Fleet;

/// <summary>Registers with the store of a service in this process, and counts.</summary>
internal sealed class StoreRegistrar(CredentialStore store) : ICredentialRegistrar
{
    private int _registrations;

    public int Registrations => _registrations;

    public Task<IssuedCredential> GetOrRegisterAsync(string instance, string clientId, CancellationToken cancellationToken)
    {
        if (store.Get(instance, clientId) is not { } credential)
        {
            Interlocked.Increment(ref _registrations);
            credential = store.Register(instance, clientId);
        }

        return Task.FromResult(new IssuedCredential(credential.DeviceAccessKeyId, credential.DeviceAccessKeySecret));
    }
}
