using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

[TestClass]
public sealed class TokenStoreTests
{
    private const string Account = "LTAIaccount";

    private static readonly TimeSpan _hour = TimeSpan.FromHours(1);

    [TestMethod]
    public async Task A_token_is_344_characters_of_base64_and_repeats_nothing()
    {
        await using var test = await TestService.StartAsync();
        var tokens = Enumerable.Range(0, 50).Select(_ => Issue(test, TimeProvider.System)).ToHashSet();

        Assert.HasCount(50, tokens);

        foreach (var token in tokens)
        {
            StringAssert.Matches(token, new("^[A-Za-z0-9+/]{342}==$"));
        }

        // A token shows neither its topics nor anything that two of them have in common.
        Assert.HasCount(50, tokens.Select(token => token[..20]).ToHashSet());
    }

    [TestMethod]
    public async Task A_valid_token_tells_what_it_permits()
    {
        var time = new ManualTime();
        await using var test = await TestService.StartAsync(time: time);
        var expires = After(time, _hour);
        var token = test.Service.Tokens.Issue(TestService.Instance, Account, ["sensors/#", "commands/+/x"], TokenActions.Read, expires);

        var inspection = test.Service.Tokens.Inspect(TestService.Instance, token);

        Assert.AreEqual(TokenState.Valid, inspection.State);
        Assert.IsNull(inspection.InvalidCode);
        Assert.AreEqual(Account, inspection.Grant!.AccessKeyId);
        Assert.AreEqual(TestService.Instance, inspection.Grant.InstanceId);
        Assert.AreEqual(TokenActions.Read, inspection.Grant.Actions);
        Assert.AreEqual(expires, inspection.Grant.ExpireTime);
        CollectionAssert.AreEqual((string[])["sensors/#", "commands/+/x"], inspection.Grant.Resources.ToArray());
    }

    [TestMethod]
    public async Task Code_1_a_token_that_is_none_or_of_another_instance_is_forged()
    {
        await using var test = await TestService.StartAsync();
        var token = Issue(test, TimeProvider.System);

        foreach (var other in (string[])["", "x", new string('A', 343), new string('A', 345), new string('|', 344), token + "=",
            "\0" + token[1..], token[..342] + "==" + "\n", new string('x', 1_000_000)])
        {
            Expect(test, other, TokenState.Forged, TokenInvalidCode.Forged);
        }

        Assert.AreEqual(TokenState.Forged, test.Service.Tokens.Inspect(TestService.OtherInstance, token).State);
    }

    [TestMethod]
    public async Task Code_8_a_token_with_any_character_changed_has_a_bad_signature()
    {
        await using var test = await TestService.StartAsync();
        var token = Issue(test, TimeProvider.System);

        for (var i = 0; i < 341; i++)
        {
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            Expect(test, changed, TokenState.BadSignature, TokenInvalidCode.BadSignature);
        }

        await using var other = await TestService.StartAsync();
        Expect(other, token, TokenState.BadSignature, TokenInvalidCode.BadSignature);
    }

    [TestMethod]
    public async Task A_token_cannot_be_written_in_two_ways()
    {
        await using var test = await TestService.StartAsync();
        var token = Issue(test, TimeProvider.System);

        // The last character before the padding carries two bits; its other four change nothing when decoded.
        var twins = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
            .Select(last => token[..341] + last + "==")
            .Where(twin => twin != token);

        foreach (var twin in twins)
        {
            Assert.AreNotEqual(TokenState.Valid, test.Service.Tokens.Inspect(TestService.Instance, twin).State);
        }
    }

    [TestMethod]
    public async Task Code_2_a_token_expires_on_the_millisecond_and_stays_expired_when_it_is_forgotten()
    {
        var time = new ManualTime();
        await using var test = await TestService.StartAsync(time: time);
        var token = Issue(test, time);

        time.Advance(_hour - TimeSpan.FromMilliseconds(1));
        Assert.AreEqual(TokenState.Valid, test.Service.Tokens.Inspect(TestService.Instance, token).State);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Expect(test, token, TokenState.Expired, TokenInvalidCode.Expired);
        Assert.IsNotNull(test.Service.Tokens.Inspect(TestService.Instance, token).Grant);

        time.Advance(TimeSpan.FromDays(2));
        Issue(test, time);
        Expect(test, token, TokenState.Expired, TokenInvalidCode.Expired);
        Assert.IsNull(test.Service.Tokens.Inspect(TestService.Instance, token).Grant);
    }

    [TestMethod]
    public async Task Code_3_a_revoked_token_is_told_once_and_stays_revoked()
    {
        await using var test = await TestService.StartAsync();
        var token = Issue(test, TimeProvider.System);
        var other = Issue(test, TimeProvider.System);
        var told = new List<TokenGrant>();
        test.Service.Tokens.Revoked += _ => throw new InvalidOperationException("A listener's fault stays its own.");
        test.Service.Tokens.Revoked += told.Add;

        Assert.AreEqual(TokenState.Valid, test.Service.Tokens.Revoke(TestService.Instance, token).State);
        Assert.AreEqual(TokenState.Revoked, test.Service.Tokens.Revoke(TestService.Instance, token).State);

        Expect(test, token, TokenState.Revoked, TokenInvalidCode.Revoked);
        var id = test.Service.Tokens.Inspect(TestService.Instance, token).Grant!.TokenId;
        Assert.AreEqual(id, Assert.ContainsSingle(told).TokenId);
        Assert.AreEqual(TokenState.Valid, test.Service.Tokens.Inspect(TestService.Instance, other).State);
        Assert.AreEqual(TokenState.Forged, test.Service.Tokens.Revoke(TestService.OtherInstance, other).State);
        Assert.AreEqual(TokenState.Valid, test.Service.Tokens.Inspect(TestService.Instance, other).State);
    }

    [TestMethod]
    public async Task A_token_lives_at_least_60_seconds_and_is_silently_cut_to_30_days()
    {
        var time = new ManualTime();
        await using var test = await TestService.StartAsync(time: time);
        var shortest = After(time, TimeSpan.FromSeconds(60));

        var exception = Assert.ThrowsExactly<ArgumentException>(() => Issue(test, shortest - 1));
        Assert.AreEqual("expireTime", exception.ParamName);
        Assert.AreEqual(shortest, ExpireTime(test, Issue(test, shortest)));
        Assert.AreEqual(After(time, TimeSpan.FromDays(30)), ExpireTime(test, Issue(test, After(time, TimeSpan.FromDays(31)))));
        Assert.AreEqual(After(time, TimeSpan.FromDays(30)), ExpireTime(test, Issue(test, long.MaxValue)));
    }

    [TestMethod]
    public async Task A_token_has_1_to_100_resources_that_are_topics()
    {
        await using var test = await TestService.StartAsync();
        var expires = After(TimeProvider.System, _hour);
        string[] hundred = [.. Enumerable.Range(0, 100).Select(i => $"sensors/{i}")];
        var token = test.Service.Tokens.Issue(TestService.Instance, Account, hundred, TokenActions.ReadWrite, expires);
        CollectionAssert.AreEqual(hundred, test.Service.Tokens.Inspect(TestService.Instance, token).Grant!.Resources.ToArray());

        foreach (var wrong in (string[][])[[], [.. hundred, "sensors/x"], [""], ["a,b"], ["a/#/b"], ["a+"], ["a\0"], [null!]])
        {
            var exception = Assert.ThrowsExactly<ArgumentException>(
                () => test.Service.Tokens.Issue(TestService.Instance, Account, wrong, TokenActions.Read, expires));
            Assert.AreEqual("resources", exception.ParamName);
        }
    }

    [TestMethod]
    public async Task Tokens_and_revocations_survive_a_restart_and_no_token_is_in_the_database()
    {
        var folder = Directory.CreateTempSubdirectory("service").FullName;

        try
        {
            var options = TestService.Options with { DatabasePath = Path.Combine(folder, "service.db") };
            string token, revoked;

            await using (var test = await TestService.StartAsync(options))
            {
                (token, revoked) = (Issue(test, TimeProvider.System), Issue(test, TimeProvider.System));
                test.Service.Tokens.Revoke(TestService.Instance, revoked);
            }

            await using (var test = await TestService.StartAsync(options))
            {
                Assert.AreEqual(TokenState.Valid, test.Service.Tokens.Inspect(TestService.Instance, token).State);
                Expect(test, revoked, TokenState.Revoked, TokenInvalidCode.Revoked);
            }

            foreach (var file in Directory.GetFiles(folder))
            {
                Assert.DoesNotContain(token[..40], File.ReadAllText(file));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestMethod]
    [DataRow("sensors", "sensors", true)]
    [DataRow("sensors", "sensors/a", false)]
    [DataRow("sensors/a", "sensors", false)]
    [DataRow("sensors/+", "sensors/a", true)]
    [DataRow("sensors/+", "sensors/", true)]
    [DataRow("sensors/+", "sensors", false)]
    [DataRow("sensors/+", "sensors/a/b", false)]
    [DataRow("sensors/+", "sensors/+", true)]
    [DataRow("sensors/+", "sensors/#", false)]
    [DataRow("sensors/+/x", "sensors/a/x", true)]
    [DataRow("sensors/+/x", "sensors/a/y", false)]
    [DataRow("sensors/+/x", "sensors/+/+", false)]
    [DataRow("sensors/a", "sensors/+", false)]
    [DataRow("sensors/a", "sensors/#", false)]
    [DataRow("sensors/#", "sensors", true)]
    [DataRow("sensors/#", "sensors/a/b/c", true)]
    [DataRow("sensors/#", "sensors/+/b", true)]
    [DataRow("sensors/#", "sensors/#", true)]
    [DataRow("sensors/#", "sensors2", false)]
    [DataRow("sensors/+", "Sensors/a", false)]
    [DataRow("#", "sensors/a", true)]
    [DataRow("#", "$SYS/a", false)]
    [DataRow("+/a", "$SYS/a", false)]
    public void A_grant_covers_what_MQTTs_wildcards_say(string resource, string topic, bool allows)
    {
        var grant = new TokenGrant("", "", "", ["other/x", resource], TokenActions.ReadWrite, 0);

        Assert.AreEqual(allows, grant.Allows(topic, TokenActions.Read));
        Assert.AreEqual(allows ? null : TokenInvalidCode.ResourceMismatch, grant.Refuse(topic, TokenActions.Read));
    }

    [TestMethod]
    [DataRow(TokenActions.Read, true, false)]
    [DataRow(TokenActions.Write, false, true)]
    [DataRow(TokenActions.ReadWrite, true, true)]
    public void Codes_4_and_5_tell_the_wrong_topic_from_the_wrong_action(TokenActions actions, bool reads, bool writes)
    {
        var grant = new TokenGrant("", "", "", ["sensors/#"], actions, 0);

        Assert.AreEqual(reads ? null : TokenInvalidCode.PermissionMismatch, grant.Refuse("sensors/a", TokenActions.Read));
        Assert.AreEqual(writes ? null : TokenInvalidCode.PermissionMismatch, grant.Refuse("sensors/a", TokenActions.Write));
        Assert.AreEqual(TokenInvalidCode.ResourceMismatch, grant.Refuse("commands/a", actions));
    }

    private static string Issue(TestService test, TimeProvider time) => Issue(test, After(time, _hour));

    private static string Issue(TestService test, long expires)
    {
        return test.Service.Tokens.Issue(TestService.Instance, Account, ["sensors/#"], TokenActions.ReadWrite, expires);
    }

    private static long After(TimeProvider time, TimeSpan span) => time.GetUtcNow().Add(span).ToUnixTimeMilliseconds();

    private static long ExpireTime(TestService test, string token)
    {
        return test.Service.Tokens.Inspect(TestService.Instance, token).Grant!.ExpireTime;
    }

    private static void Expect(TestService test, string token, TokenState state, TokenInvalidCode code)
    {
        var inspection = test.Service.Tokens.Inspect(TestService.Instance, token);
        Assert.AreEqual(state, inspection.State);
        Assert.AreEqual(code, inspection.InvalidCode);
    }
}
