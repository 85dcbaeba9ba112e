using System;
using nanoFramework.M2Mqtt;

namespace NanoMqttDevice.Platform
{
    /// <summary>
    /// Makes MQTT clients. Each is used for one connection. Its <see cref="IMqttClient.Connect"/> returns the return code of every CONNACK,
    /// that of a refusal too, and throws only when no CONNACK came: clients that throw on a refusal are wrapped.
    /// </summary>
    public interface IMqttClientFactory
    {
        /// <summary>Makes a client; the name of the host is resolved here, which may block and throw.</summary>
        /// <param name="endpoint">Host name.</param>
        /// <param name="port">TCP port.</param>
        /// <param name="tls">True for TLS.</param>
        /// <returns>A client that was not used before.</returns>
        IMqttClient Create(string endpoint, int port, bool tls);

        /// <summary>Tells what an exception of <see cref="Create"/> or of a client's Connect means.</summary>
        /// <param name="exception">The exception.</param>
        /// <param name="tls">True when the client was one for TLS.</param>
        /// <returns>Its meaning.</returns>
        ConnectFailure Explain(Exception exception, bool tls);
    }
}
