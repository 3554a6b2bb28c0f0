using System.Collections.Frozen;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;

namespace IntelShare.Indicators.Kinds;

/// <summary>What reads a payment address: cryptocurrencies, bank accounts, and e-money services with public handles.</summary>
public enum PaymentScheme { Bitcoin, Litecoin, Ethereum, Tron, Monero, Iban, Swish, Paypal, CashApp, Revolut }

/// <summary>The rules of each scheme; two spellings of one address read as the same name.</summary>
internal static class PaymentSchemes
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    // ISO 13616, the registry of SWIFT: country and length of the whole.
    private static readonly FrozenDictionary<string, int> IbanLengths = (
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 "
        + "HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 "
        + "RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30").Split(' ').ToFrozenDictionary(row => row[..2], row => int.Parse(row[2..], System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal);

    private static readonly Regex Iban = new(@"\A[A-Z]{2}[0-9]{2}[A-Z0-9]{11,29}\z", Linear);
    private static readonly Regex Hexadecimal = new(@"\A0[xX][0-9a-fA-F]{40}\z", Linear);
    private static readonly Regex Swish = new(@"\A(?:\+467[0-9]{8}|\+123[0-9]{7})\z", Linear);

    // Money is asked for in a link that begins with the currency and goes on with the amount (BIP 21, EIP-681).
    private static readonly Regex Link = new(@"\A(?:(?:bitcoin|litecoin|ethereum|tron|monero|iban):[ ]*)?(?<address>[^?@]*).*\z", Linear | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.Singleline);

    private static readonly PaymentScheme[] Verified = [PaymentScheme.Bitcoin, PaymentScheme.Litecoin, PaymentScheme.Ethereum, PaymentScheme.Tron, PaymentScheme.Monero, PaymentScheme.Iban];

    private static readonly Platform Paypal = new("paypal", "PayPal.Me", "1-20 letters or digits") { Handle = "[a-z0-9]{1,20}", Urls = ["paypal.me/{handle}", "paypal.com/paypalme/{handle}"] };
    private static readonly Platform CashApp = new("cash-app", "Cash App", "a $cashtag of 1-20 letters or digits, not digits only")
    {
        Handle = "[a-z0-9]{1,20}",
        Never = "[0-9]+",
        Spell = tag => Spelling.Lower(tag).TrimStart('$'),
        Urls = ["cash.app/{handle}"],
    };

    private static readonly Platform Revolut = new("revolut", "Revolut", "a @Revtag of 3-16 letters or digits") { Handle = "[a-z0-9]{3,16}", Urls = ["revolut.me/{handle}"] };

    /// <summary>The name under which the address is found; null where it breaks the scheme's rule or its checksum.</summary>
    public static string? Read(PaymentScheme scheme, string raw)
    {
        var text = Folding.Visible(raw);
        var bare = Link.Match(text).Groups["address"].Value.Trim();
        var name = scheme switch
        {
            PaymentScheme.Bitcoin => Coin(bare, "bc", [0x00, 0x05]),
            // Its scripts were once written with the version of Bitcoin's.
            PaymentScheme.Litecoin => Coin(bare, "ltc", [0x30, 0x32, 0x05])?.Replace("05-", "32-", StringComparison.Ordinal),
            PaymentScheme.Ethereum => Ethereum(bare),
            PaymentScheme.Tron => Coin(bare, null, [0x41]),
            PaymentScheme.Monero => Checksums.MoneroBase58(bare) is { Length: 65 or 73 } address && address[0] is 18 or 19 or 42 ? bare : null,
            PaymentScheme.Iban => BankAccount(bare),
            PaymentScheme.Swish => SwishNumber(text),
            PaymentScheme.Paypal => Paypal.ReadUrl(text) ?? Paypal.ReadHandle(text),
            PaymentScheme.CashApp => CashApp.ReadUrl(text) ?? CashApp.ReadHandle(text),
            _ => Revolut.ReadUrl(text) ?? Revolut.ReadHandle(text),
        };
        return name is null ? null : $"{scheme.Code()}|{name}";
    }

    /// <summary>True for an address that no other text looks like: its checksum holds, or it is one of Ethereum's; of an IBAN in groups, what stands behind it is another word's.</summary>
    public static bool IsVerified(string text) =>
        Verified.Any(scheme => Read(scheme, text) is not null)
        || (text[4] is ' ' or '-' && Ungrouped(text) is var iban && IbanLengths.GetValueOrDefault(iban[..2]) is > 0 and var length && iban.Length > length && BankAccount(iban[..length]) is not null);

    /// <summary>True for a URL at which an e-money service takes money for somebody.</summary>
    public static bool IsUrl(string text) => (Paypal.ReadUrl(text) ?? CashApp.ReadUrl(text) ?? Revolut.ReadUrl(text)) is not null;

    /// <summary>The scheme's rule in words, for refusals.</summary>
    public static string Rule(PaymentScheme scheme) => scheme switch
    {
        PaymentScheme.Bitcoin => "an address of Bitcoin (base58check, bech32 or bech32m)",
        PaymentScheme.Litecoin => "an address of Litecoin (base58check, bech32 or bech32m)",
        PaymentScheme.Ethereum => "0x and 40 hexadecimal digits, in mixed case as EIP-55 has it",
        PaymentScheme.Tron => "an address of Tron (T and base58check)",
        PaymentScheme.Monero => "a main, integrated or sub-address of Monero",
        PaymentScheme.Iban => "an IBAN of its country's length (ISO 13616)",
        PaymentScheme.Swish => "a Swedish mobile number, or a Swish number that begins with 123",
        PaymentScheme.Paypal => $"a name on {Paypal.Name}: {Paypal.Rule}",
        PaymentScheme.CashApp => $"a name on {CashApp.Name}: {CashApp.Rule}",
        _ => $"a name on {Revolut.Name}: {Revolut.Rule}",
    };

    private static string? Coin(string text, string? prefix, byte[] versions) =>
        prefix is not null && Checksums.IsSegwit(text, prefix) ? text.ToLowerInvariant()
        : Checksums.Base58Check(text) is { Length: 21 } payload && versions.Contains(payload[0]) ? $"{payload[0]:x2}-{Convert.ToHexStringLower(payload.AsSpan(1))}"
        : null;

    private static string? Ethereum(string text)
    {
        if (!Hexadecimal.IsMatch(text))
        {
            return null;
        }

        var (digits, lower) = (text[2..], text[2..].ToLowerInvariant());
        var hash = Convert.ToHexStringLower(Checksums.Keccak256(Encoding.ASCII.GetBytes(lower)));
        var checksummed = lower.Select((digit, i) => hash[i] >= '8' ? char.ToUpperInvariant(digit) : digit);
        return !digits.Any(char.IsAsciiLetterUpper) || !digits.Any(char.IsAsciiLetterLower) || digits.SequenceEqual(checksummed) ? "0x" + lower : null;
    }

    private static string? BankAccount(string text)
    {
        var iban = Ungrouped(text);
        iban = iban.StartsWith("IBAN", StringComparison.Ordinal) ? iban[4..] : iban;
        if (!Iban.IsMatch(iban) || IbanLengths.GetValueOrDefault(iban[..2]) != iban.Length)
        {
            return null;
        }

        // Mod 97 of the digits, letters counting from 10, the first four characters last.
        var digits = string.Concat((iban[4..] + iban[..4]).Select(letter => char.IsAsciiDigit(letter) ? letter - '0' : letter - 'A' + 10));
        return BigInteger.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) % 97 == 1 ? iban : null;
    }

    private static string Ungrouped(string text) => new([.. text.ToUpperInvariant().Where(letter => letter is not (' ' or '-' or '\u00A0'))]);

    private static string? SwishNumber(string text)
    {
        var number = Spelling.Telephone(text);
        number = number.StartsWith("+07", StringComparison.Ordinal) ? "+46" + number[2..] : number;
        return Swish.IsMatch(number) ? number : null;
    }
}
