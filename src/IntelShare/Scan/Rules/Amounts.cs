using System.Text;
using IntelShare.Indicators.Kinds;

namespace IntelShare.Scan.Rules;

/// <summary>Amounts of money as folded tokens write them: a number, perhaps of thousands, beside a currency or not.</summary>
internal static class Amounts
{
    private const int Any = (1 << 9) - 1;
    private const int Crowns = 0b11110;

    private static readonly (byte[] Word, int Currencies)[] Words =
    [
        .. Named("€ eur euro euros", 1), .. Named("kr krona kronor kroner crowns", Crowns), .. Named("sek", 1 << 1), .. Named("dkk", 1 << 2), .. Named("nok", 1 << 3), .. Named("isk", 1 << 4),
        .. Named("£ gbp pound pounds quid", 1 << 5), .. Named("$ usd dollar dollars bucks", 1 << 6), .. Named("chf franken", 1 << 7), .. Named("pln zł zl zloty", 1 << 8),
    ];

    private static readonly byte[][] Thousands = [.. "k mille tusen tusind tausend duizend thousand lax".Split(' ').Select(Encoding.UTF8.GetBytes)];

    /// <summary>Currencies as bits, in the order of <see cref="Money.Known"/>; all where none is named.</summary>
    public static int Bits(IReadOnlyList<string>? codes) => codes is null ? Any : Money.Known.Select((code, i) => codes.Contains(code, StringComparer.Ordinal) ? 1 << i : 0).Sum();

    /// <summary>The amount that begins with a token of digits, its possible currencies and the tokens it takes; null where it is a mere number.</summary>
    public static (long Value, int Currencies, int First, int Last)? Read(in Tokens tokens, int first)
    {
        var token = tokens[first];
        var digits = token.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is >= 0 and var end ? end : token.Length;
        if (digits is 0 or > 9 || IsWithin(tokens, first, digits))
        {
            return null;
        }

        var (value, last) = (Number(token[..digits]), first);
        while (digits == token.Length && digits <= 3 && value < 1_000_000_000 && tokens.IsNext(last, " .,'"u8) && tokens[last + 1] is { Length: 3 } next && !next.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            value = (value * 1000) + Number(tokens[++last]);
        }

        if (digits == token.Length && (tokens.IsParted(last, "."u8) || tokens.IsParted(last, ","u8)) && tokens[last + 1] is { Length: 1 or 2 } fraction && !fraction.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            last++;
        }

        var unit = digits < token.Length ? token[digits..] : tokens.IsNext(last, " "u8) ? tokens[++last] : default;
        var (thousands, currencies) = Unit(unit);
        if (unit.Length > 0 && thousands == 1 && currencies == 0 && digits == token.Length)
        {
            last--;
        }

        if (thousands > 1 && currencies == 0 && tokens.IsNext(last, " "u8) && Currency(tokens[last + 1]) is > 0 and var named)
        {
            (last, currencies) = (last + 1, named);
        }

        if (currencies == 0 && tokens.IsNext(first - 1, " "u8) && Currency(tokens[first - 1]) is > 0 and var before)
        {
            (first, currencies) = (first - 1, before);
        }

        return (thousands, currencies) is (1, 0) ? null : (value * thousands, currencies == 0 ? Any : currencies, first, last);
    }

    // The decimals of a number, or its thousands.
    private static bool IsWithin(in Tokens tokens, int token, int digits) =>
        token > tokens.First && !tokens[token - 1].ContainsAnyExceptInRange((byte)'0', (byte)'9') && tokens[token - 1].Length > 0
        && (tokens.IsParted(token - 1, "."u8) || tokens.IsParted(token - 1, ","u8) || tokens.IsParted(token - 1, "'"u8) || (tokens.IsParted(token - 1, " "u8) && digits == 3 && tokens[token - 1].Length <= 3));

    private static long Number(ReadOnlySpan<byte> digits)
    {
        var number = 0L;
        foreach (var digit in digits)
        {
            number = (number * 10) + digit - '0';
        }

        return number;
    }

    /// <summary>What stands behind a number: <c>k</c>, <c>kr</c>, <c>k€</c>, <c>euro</c>.</summary>
    private static (int Thousands, int Currencies) Unit(ReadOnlySpan<byte> unit)
    {
        if (Currency(unit) is > 0 and var currencies)
        {
            return (1, currencies);
        }

        foreach (var word in Thousands)
        {
            if (unit.SequenceEqual(word))
            {
                return (1000, 0);
            }
        }

        return unit is [(byte)'k', .. var rest] && Currency(rest) is > 0 and var thousands ? (1000, thousands) : (1, 0);
    }

    private static int Currency(ReadOnlySpan<byte> word)
    {
        foreach (var (known, currencies) in Words)
        {
            if (word.SequenceEqual(known))
            {
                return currencies;
            }
        }

        return 0;
    }

    private static IEnumerable<(byte[] Word, int Currencies)> Named(string words, int currencies) => words.Split(' ').Select(word => (Encoding.UTF8.GetBytes(word), currencies));
}
