using FsCheck.Xunit;
using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;

namespace IntelShare.Tests.Indicators.Kinds;

public sealed class A_payment_address
{
    private const string Monero = "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A";
    private static readonly PaymentAddress Payout = Samples.Of<PaymentAddress>();

    [Fact]
    public void is_accepted_complete() => Assert.Empty(Payout.Refusals());

    [Fact]
    public void is_kept_as_written() => Assert.Equal(Payout.Address, Samples.Read<PaymentAddress>(Samples.Write(Payout)).Address);

    [Fact]
    public void is_personal_data() => Assert.True(Kind.Of(Payout).Personal);

    [Fact]
    public void is_identified_by_its_scheme_and_address() => Assert.Equal([new("scheme", "bitcoin"), new("address", Payout.Address!)], Payout.Identifier());

    [Fact]
    public void is_refused_empty_naming_all_that_is_missing() =>
        Assert.Equal(["required /scheme", "required /address", "required /use"], Samples.Read<PaymentAddress>("{}").Refusals());

    [Fact]
    public void is_refused_with_the_schemes_rule_and_without_the_address()
    {
        var refusal = Assert.Single(With(PaymentScheme.Iban, "SE3550000000054910000004").Check());
        Assert.Equal(("address-malformed", "/address"), (refusal.Code, refusal.Pointer));
        Assert.Contains("IBAN", refusal.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("SE35", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void is_refused_when_it_was_last_seen_before_it_was_first() => Assert.Equal(["observed-backwards /observedTo"], (Payout with { ObservedTo = new(2026, 1, 1) }).Refusals());

    // From BIP 173 and 350, EIP-55, the registry of IBAN, and published addresses.
    [Theory]
    [InlineData(PaymentScheme.Bitcoin, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")]
    [InlineData(PaymentScheme.Bitcoin, "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy")]
    [InlineData(PaymentScheme.Bitcoin, "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4")]
    [InlineData(PaymentScheme.Bitcoin, "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0")]
    [InlineData(PaymentScheme.Bitcoin, "BC1SW50QGDZ25J")]
    [InlineData(PaymentScheme.Litecoin, "LM2WMpR1Rp6j3Sa59cMXMs1SPzj9eXpGc1")]
    [InlineData(PaymentScheme.Ethereum, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    [InlineData(PaymentScheme.Ethereum, "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB")]
    [InlineData(PaymentScheme.Ethereum, "0x52908400098527886E0F7030069857D2E4169EE7")]
    [InlineData(PaymentScheme.Ethereum, "ethereum:0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed@1")]
    [InlineData(PaymentScheme.Tron, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")]
    [InlineData(PaymentScheme.Monero, Monero)]
    [InlineData(PaymentScheme.Iban, "SE35 5000 0000 0549 1000 0003")]
    [InlineData(PaymentScheme.Iban, "iban NO93 8601 1117 947")]
    [InlineData(PaymentScheme.Iban, "MT84MALT011000012345MTLCAST001S")]
    [InlineData(PaymentScheme.Swish, "070-123 45 67")]
    [InlineData(PaymentScheme.Swish, "123 456 78 90")]
    [InlineData(PaymentScheme.Paypal, "https://www.paypal.com/paypalme/JobbFixaren")]
    [InlineData(PaymentScheme.CashApp, "$JobbFixaren1")]
    [InlineData(PaymentScheme.Revolut, "@jobbfixaren")]
    public void is_accepted_under_its_scheme(PaymentScheme scheme, string address) => Assert.Empty(With(scheme, address).Refusals());

    [Theory]
    [InlineData(PaymentScheme.Bitcoin, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb")]
    [InlineData(PaymentScheme.Bitcoin, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5")]
    [InlineData(PaymentScheme.Bitcoin, "bc1qW508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")]
    [InlineData(PaymentScheme.Bitcoin, "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd")]
    [InlineData(PaymentScheme.Bitcoin, "bc1pw5dgrnzv")]
    [InlineData(PaymentScheme.Bitcoin, "BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P")]
    [InlineData(PaymentScheme.Bitcoin, "LM2WMpR1Rp6j3Sa59cMXMs1SPzj9eXpGc1")]
    [InlineData(PaymentScheme.Ethereum, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed")]
    [InlineData(PaymentScheme.Ethereum, "5aaeb6053f3e94c9b9a09f33669435e7ef1beaed")]
    [InlineData(PaymentScheme.Tron, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u")]
    [InlineData(PaymentScheme.Iban, "SE35 5000 0000 0549 1000 000")]
    [InlineData(PaymentScheme.Iban, "ZZ35 5000 0000 0549 1000 0003")]
    [InlineData(PaymentScheme.Swish, "08-123 45 67")]
    [InlineData(PaymentScheme.Paypal, "https://paypal.me/")]
    [InlineData(PaymentScheme.CashApp, "$12345")]
    [InlineData(PaymentScheme.Revolut, "ab")]
    public void is_refused_when_its_checksum_or_its_shape_fails(PaymentScheme scheme, string address) => Assert.Equal(["address-malformed /address"], With(scheme, address).Refusals());

    [Theory]
    [InlineData(PaymentScheme.Bitcoin, "bitcoin:bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4?label=x", "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4")]
    [InlineData(PaymentScheme.Litecoin, "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", "MQMHBtvnBfxTzt3K2bdxgSE7qZPHSXWsGM")]
    [InlineData(PaymentScheme.Ethereum, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED")]
    [InlineData(PaymentScheme.Iban, "se35-5000-0000-0549-1000-0003", "SE3550000000054910000003")]
    [InlineData(PaymentScheme.Swish, "+46 (0)70 123 45 67", "0701234567")]
    [InlineData(PaymentScheme.Paypal, "paypal.me/anna", "@Anna")]
    [InlineData(PaymentScheme.CashApp, "https://cash.app/$Anna", "$anna")]
    [InlineData(PaymentScheme.Revolut, "revolut.me/anna", "@Anna")]
    public void is_found_under_every_spelling(PaymentScheme scheme, string one, string other)
    {
        Assert.Equal(With(scheme, one).MatchValues(), With(scheme, other).MatchValues());
        Assert.Equal(With(scheme, one).MatchValues(), PaymentAddress.LookUp(other, scheme.Code()));
    }

    [Fact]
    public void is_looked_for_under_every_scheme_that_reads_it_unless_one_is_named()
    {
        Assert.Equal(["paypal|@anna", "cash-app|@anna", "revolut|@anna"], PaymentAddress.LookUp("anna", platform: null));
        Assert.Equal(["revolut|@anna"], PaymentAddress.LookUp("anna", "revolut"));
        Assert.Null(PaymentAddress.LookUp("anna", "telegram"));
    }

    [Property]
    public bool is_refused_when_any_one_letter_of_it_is_another(byte at, byte by)
    {
        const string Letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
        var address = Monero.ToCharArray();
        address[at % address.Length] = Letters[by % Letters.Length];
        return With(PaymentScheme.Monero, new(address)).Check().Any() == (new string(address) != Monero);
    }

    private static PaymentAddress With(PaymentScheme scheme, string address) => new(scheme, address, PaymentUse.Sale, ObservedFrom: null, ObservedTo: null, Note: null);
}
