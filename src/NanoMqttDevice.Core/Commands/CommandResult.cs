namespace NanoMqttDevice.Commands
{
    /// <summary>What became of a command; the reply's <c>result</c> is one of the words given here.</summary>
    public enum CommandResult
    {
        /// <summary><c>ok</c>: done.</summary>
        Ok = 0,

        /// <summary><c>duplicate</c>: the id came before; not done again.</summary>
        Duplicate = 1,

        /// <summary><c>unknown-command</c>: there is no such command.</summary>
        UnknownCommand = 2,

        /// <summary><c>bad-argument</c>: the argument has the wrong form or is out of range.</summary>
        BadArgument = 3,

        /// <summary><c>failed</c>: the command was understood and could not be done.</summary>
        Failed = 4,

        /// <summary><c>needs-tls</c>: a command that may carry a secret is obeyed over TLS only.</summary>
        NeedsTls = 5,

        /// <summary><c>busy</c>: too much at once; to be sent again.</summary>
        Busy = 6,

        /// <summary><c>needs-seal</c>: whoever may command this must prove to know the device's secret.</summary>
        NeedsSeal = 7,

        /// <summary><c>bad-seal</c>: the seal was not made with this device's secret, for this device and this command.</summary>
        BadSeal = 8,

        /// <summary><c>stale</c>: the seal is over the nonce of an earlier start; the reply has the present one.</summary>
        Stale = 9,

        /// <summary><c>no-memory</c>: there was not enough memory; what is in flash is what it was, or what was asked for, whole.</summary>
        NoMemory = 10,

        /// <summary><c>working</c>: begun; the answer comes when it is done, under the same id.</summary>
        Working = 11,
    }
}
