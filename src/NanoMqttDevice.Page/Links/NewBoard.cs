namespace NanoMqttDevice.Page.Links;

/// <summary>A board that is online: what its label says.</summary>
/// <param name="ClientId">Its client ID.</param>
/// <param name="Mac">Its MAC address: twelve hexadecimal digits.</param>
/// <param name="Board">Its board.</param>
/// <param name="Chip">Its chip.</param>
/// <param name="Version">Version of its firmware.</param>
/// <param name="AccessKeyId">DeviceAccessKeyId of its credential.</param>
public sealed record NewBoard(string ClientId, string Mac, string Board, string Chip, string Version, string AccessKeyId);
