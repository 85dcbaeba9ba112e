using System.Text;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

[TestClass]
public sealed class LoginSignatureTests
{
    [TestMethod]
    public void The_documents_worked_example_gives_its_password()
    {
        Assert.AreEqual("vI009IZJZVGRwBwZvnbwjfuXxVM=", LoginSignature.Compute("XXXXX", "GID_Test@@@0001"));
    }

    [TestMethod]
    public void Only_the_exact_password_matches()
    {
        Assert.IsTrue(Matches("vI009IZJZVGRwBwZvnbwjfuXxVM="));
        Assert.IsFalse(Matches("vI009IZJZVGRwBwZvnbwjfuXxVM"));
        Assert.IsFalse(Matches("vI009IZJZVGRwBwZvnbwjfuXxVN="));
        Assert.IsFalse(Matches("VI009IZJZVGRwBwZvnbwjfuXxVM="));
        Assert.IsFalse(Matches("vI009IZJZVGRwBwZvnbwjfuXxVM= "));
        Assert.IsFalse(Matches(string.Empty));
    }

    [TestMethod]
    public void A_prefix_of_the_secret_is_part_of_the_key()
    {
        var withPrefix = LoginSignature.Compute("DC.secret", "GID_Test@@@0001");

        Assert.AreNotEqual(withPrefix, LoginSignature.Compute("secret", "GID_Test@@@0001"));
    }

    private static bool Matches(string password)
    {
        return LoginSignature.Matches("XXXXX", "GID_Test@@@0001", Encoding.UTF8.GetBytes(password));
    }
}
