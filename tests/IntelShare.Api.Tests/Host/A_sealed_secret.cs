using System.Security.Cryptography;
using System.Text.Json;
using IntelShare.Api.Host;
using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;

namespace IntelShare.Api.Tests.Host;

public sealed class A_sealed_secret
{
    private static readonly Guid Record = new Ids().Next("se-noa");
    private static readonly byte[] Key = Vault.NewRecordKey();
    private readonly Vault vault = new(RandomNumberGenerator.GetBytes(32));

    public static TheoryData<Confidential> Secrets =>
    [
        new Confidential(new AccountHandle("other", "Corner chat", "dealer", "https://corner.example/dealer", "17", AccountRole.Recruiter, new(2026, 1, 1), new(2026, 2, 1), "Ünü ☃"),
            new([SubjectCategory.Suspect, SubjectCategory.Victim], Age.Minor, "Strictly necessary."), "case 1", "Words"),
        new Confidential(new PaymentAddress(PaymentScheme.Iban, "SE4550000000058398257466", Use: null, ObservedFrom: null, ObservedTo: null, Note: null), new(null, Age.Unknown), Reference: null),
        new Confidential(new LexiconEntry("term", "drug.cocaine", null, "sv", ["SE"], [], ["terms"], Diacritics.Exact, Ambiguous: true, null, null, null, ["open"], Stance.Disputes, new(10, 1, "a sample")), Subject: null, Reference: null),
        new Confidential(Content: null, Subject: null, Reference: null, "A reason."),
        new Confidential(Content: null, Subject: null, Reference: null, new string('☃', 2_000)),
    ];

    [Theory]
    [MemberData(nameof(Secrets))]
    public void says_opened_what_it_said_before(Confidential secret) =>
        Assert.Equal(JsonSerializer.Serialize(secret, Json.Stored), JsonSerializer.Serialize(vault.Open(Record, Closed(secret), vault.Wrap(Record, Key))!.Open, Json.Stored));

    [Fact]
    public void stays_closed_without_its_key() => Assert.Null(vault.Open(Record, Closed(new(null, null, "case 1")), wrapped: null)!.Open);

    [Fact]
    public void opens_nowhere_but_in_its_place_and_as_it_was()
    {
        var (secret, wrapped) = (Closed(new(null, null, "case 1")), vault.Wrap(Record, Key));
        Fails(Record, secret with { Version = 2 }, wrapped);
        Fails(Record, secret with { Fact = "indicator_amended" }, wrapped);
        Fails(Record, secret with { Box = Altered(secret.Box!) }, wrapped);
        Fails(Record, secret with { Box = secret.Box![..20] }, wrapped);
        Fails(Record, secret, Altered(wrapped));
        Fails(Record, secret, wrapped[..^1]);
        Fails(Record, secret, vault.Wrap(Record, Vault.NewRecordKey()));
        Fails(new Ids().Next("se-noa"), secret, wrapped);
        Assert.Equal("case 1", vault.Open(Record, secret, wrapped)!.Open!.Reference);
    }

    private void Fails(Guid record, Sealed<Confidential> secret, byte[] wrapped) => Assert.ThrowsAny<CryptographicException>(() => vault.Open(record, secret, wrapped));

    private static byte[] Altered(byte[] box) => [.. box[..^1], (byte)(box[^1] ^ 1)];

    private static Sealed<Confidential> Closed(Confidential secret) =>
        ((IndicatorReevaluated)Vault.Seal(Key, Record, new IndicatorReevaluated(new(SourceCode.A, 1), new(secret), Proposal: null, default), version: 1, secret)).Secret!;
}
