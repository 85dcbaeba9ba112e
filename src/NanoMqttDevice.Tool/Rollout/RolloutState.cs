namespace NanoMqttDevice.Tool.Rollout;

/// <summary>How far a device of a rollout has come; written as one small word.</summary>
internal enum RolloutState
{
    /// <summary>It was not offered the package.</summary>
    Open,

    /// <summary>The offer was sent.</summary>
    Offered,

    /// <summary>It asks for blocks.</summary>
    Receiving,

    /// <summary>It has checked the package and tries the product.</summary>
    Trying,

    /// <summary>The product has proved itself, or was there already.</summary>
    Updated,

    /// <summary>It has refused the package or taken the product back; the cause stands beside it.</summary>
    Failed,

    /// <summary>It has not answered, or not come back in time; another run tries it again.</summary>
    Silent,
}
