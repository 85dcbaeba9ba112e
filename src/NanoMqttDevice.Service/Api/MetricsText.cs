using System.Globalization;
using System.Text;

namespace NanoMqttDevice.Service;

/// <summary>The counters in the text form of Prometheus, version 0.0.4.</summary>
internal static class MetricsText
{
    public static string Of(ServiceCounters counters, ServiceGauges gauges)
    {
        var text = new StringBuilder();
        Add(text, "logins_accepted_total", "counter", "Logins let in.", counters.Accepted);
        Add(text, "logins_refused_total", "counter", "Connections that did not get past their CONNECT.", "reason", counters.RefusedByReason);
        Add(text, "connections", "gauge", "Clients online now.", counters.CurrentConnections);
        Add(text, "disconnects_total", "counter", "Clients gone.", "reason", counters.DisconnectedByReason);
        Add(text, "messages_received_total", "counter", "Messages accepted from clients.", counters.MessagesIn);
        Add(text, "messages_sent_total", "counter", "Messages written to clients.", counters.MessagesOut);
        Add(text, "p2p_delivered_total", "counter", "P2P messages handed to their target's connection.", counters.P2PDelivered);
        Add(text, "p2p_dropped_total", "counter", "P2P messages whose target was not online.", counters.P2PDropped);
        Add(text, "api_calls_total", "counter", "Calls of the server API.", "result", counters.ApiCallsByResult);
        Add(text, "authentications_total", "counter", "Answers to other brokers.", "result", counters.AuthenticationsByResult);
        Add(text, "authorizations_total", "counter", "Answers to other brokers on what a client may.", "result", counters.AuthorizationsByResult);
        Add(text, "listener_faults_total", "counter", "Exceptions that listeners of events threw.", counters.ListenerFaults);
        Add(text, "messages_dropped_total", "counter", "Messages that a client misses.", "reason", counters.DroppedByReason);
        Add(text, "limited_total", "counter", "What a limit turned away.", "limit", counters.LimitedByReason);
        Add(text, "slowed_reading_total", "counter", "Times that a client was not read until it took its answers, or the disk its messages.", counters.SlowedReading);
        Add(text, "subscriptions_taken_back_total", "counter", "Subscriptions that were no longer granted.", counters.SubscriptionsTakenBack);
        Add(text, "database_faults_total", "counter", "Times that a database did not do what it was asked.", counters.DatabaseFaults);
        Add(text, "faults_total", "counter", "Exceptions where none was expected.", counters.Faults);

        foreach (var (name, help, value) in gauges.All)
        {
            Add(text, name, "gauge", help, value);
        }

        return text.ToString();
    }

    private static void Add(StringBuilder text, string name, string type, string help, long value)
    {
        Head(text, name, type, help);
        text.Append(CultureInfo.InvariantCulture, $"nanomqtt_{name} {value}\n");
    }

    // The values of the label are words of this service's own: nothing in them needs an escape.
    private static void Add(
        StringBuilder text, string name, string type, string help, string label, IReadOnlyDictionary<string, long> values)
    {
        Head(text, name, type, help);

        foreach (var (word, value) in values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"nanomqtt_{name}{{{label}=\"{word}\"}} {value}\n");
        }
    }

    private static void Head(StringBuilder text, string name, string type, string help)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP nanomqtt_{name} {help}\n# TYPE nanomqtt_{name} {type}\n");
    }
}
