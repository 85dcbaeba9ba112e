using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

[TestClass]
public sealed class RpcSignatureTests
{
    [TestMethod]
    public void The_vendors_published_example_comes_out()
    {
        // The signature page of the vendor's RPC interfaces: testid, testsecret.
        var parameters = new Dictionary<string, string>
        {
            ["Version"] = "2014-05-26",
            ["Timestamp"] = "2016-02-23T12:46:24Z",
            ["SignatureVersion"] = "1.0",
            ["SignatureNonce"] = "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf",
            ["SignatureMethod"] = "HMAC-SHA1",
            ["Format"] = "XML",
            ["Action"] = "DescribeRegions",
            ["AccessKeyId"] = "testid",
            ["Signature"] = "not signed",
        };

        var text = RpcSignature.StringToSign("GET", parameters);

        Assert.AreEqual(
            "GET&%2F&AccessKeyId%3Dtestid%26Action%3DDescribeRegions%26Format%3DXML%26SignatureMethod%3DHMAC-SHA1"
            + "%26SignatureNonce%3D3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf%26SignatureVersion%3D1.0"
            + "%26Timestamp%3D2016-02-23T12%253A46%253A24Z%26Version%3D2014-05-26",
            text);
        Assert.AreEqual("OLeaidS1JvxuMvnyHOwuJ+uX5qY=", RpcSignature.Compute("testsecret", text));
        Assert.IsTrue(RpcSignature.Matches("testsecret", text, "OLeaidS1JvxuMvnyHOwuJ+uX5qY="));
        Assert.IsFalse(RpcSignature.Matches("testsecret2", text, "OLeaidS1JvxuMvnyHOwuJ+uX5qY="));
    }

    [TestMethod]
    public void Every_character_that_is_not_unreserved_is_encoded_in_capitals_and_names_are_sorted_by_bytes()
    {
        var parameters = new Dictionary<string, string> { ["a"] = "ü", ["B"] = "-_.~ +*%!'()/@,", ["A"] = "" };

        Assert.AreEqual(
            "POST&%2F&A%3D%26B%3D-_.~%2520%252B%252A%2525%2521%2527%2528%2529%252F%2540%252C%26a%3D%25C3%25BC",
            RpcSignature.StringToSign("POST", parameters));
    }
}
