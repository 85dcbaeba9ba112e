namespace NanoMqttDevice.Page.Links;

/// <summary>One wave of a rollout.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Devices">How many devices are in it.</param>
/// <param name="Updated">How many of them run the release.</param>
/// <param name="Failed">How many of them have refused it or gone back.</param>
/// <param name="Silent">How many of them have not answered.</param>
public sealed record RolloutWave(int Number, int Devices, int Updated, int Failed, int Silent);
