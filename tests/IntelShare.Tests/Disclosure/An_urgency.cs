using System.Text.Json;
using IntelShare.Disclosure;

namespace IntelShare.Tests.Disclosure;

public sealed class An_urgency
{
    [Theory]
    [InlineData(null, "false")]
    [InlineData(UrgentGround.ThreatToLifeOrIntegrity, "\"threat-to-life-or-integrity\"")]
    [InlineData(UrgentGround.InformationLosesRelevance, "\"information-loses-relevance\"")]
    public void is_false_or_its_ground(UrgentGround? ground, string json)
    {
        Assert.Equal(json, JsonSerializer.Serialize(new Urgent(ground)));
        Assert.Equal(new Urgent(ground), JsonSerializer.Deserialize<Urgent>(json));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("\"false\"")]
    [InlineData("\"soon\"")]
    [InlineData("\"Threat-To-Life-Or-Integrity\"")]
    [InlineData("0")]
    [InlineData("{}")]
    public void is_refused_without_one(string json)
    {
        var refused = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Urgent>(json));
        Assert.StartsWith("Expected one of: false, threat-to-public-security, threat-to-life-or-integrity, ", refused.Message, StringComparison.Ordinal);
    }
}
