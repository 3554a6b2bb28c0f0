using IntelShare.Indicators.Kinds;

namespace IntelShare.Scan.Rules;

/// <summary>What folded tokens are by their shape.</summary>
internal static class Figures
{
    /// <summary>The last token of a figure that begins with this one; -1 where none does.</summary>
    public static int Read(Figure figure, in Tokens tokens, int first) => figure switch
    {
        Figure.Time => Time(tokens, first),
        Figure.Phone => Phone(tokens, first),
        Figure.Handle => tokens.SignOf(first) == '@' ? first : -1,
        Figure.Url => Url(tokens, first),
        _ => -1,
    };

    // 18:30, 18.30, 18h, 18h30, 8pm, kl. 18, kl 18.30, 18 uhr
    private static int Time(in Tokens tokens, int first)
    {
        var token = tokens[first];
        if ((token.SequenceEqual("kl"u8) || token.SequenceEqual("klockan"u8)) && (tokens.IsNext(first, " ."u8) || tokens.IsParted(first, ". "u8)) && IsUpTo(tokens[first + 1], 24))
        {
            return HasMinutes(tokens, first + 1) ? first + 2 : first + 1;
        }

        var digits = token.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is >= 0 and var end ? end : token.Length;
        if (!IsUpTo(token[..digits], 24))
        {
            return -1;
        }

        if (digits < token.Length)
        {
            return token[digits..] is [(byte)'h'] or [(byte)'a' or (byte)'p', (byte)'m'] || (token[digits] == 'h' && token.Length == digits + 3 && IsUpTo(token[(digits + 1)..], 59)) ? first : -1;
        }

        var last = HasMinutes(tokens, first) ? first + 1 : first;
        return tokens.IsNext(last, " "u8) && IsHour(tokens[last + 1]) ? last + 1
            : last > first && (tokens.IsParted(first, ":"u8) || IsTimeByItself(tokens, first)) ? last : -1;
    }

    // Two points part a date, a version, an address or a telephone number.
    private static bool HasMinutes(in Tokens tokens, int hour) =>
        (tokens.IsParted(hour, ":"u8) || (tokens.IsParted(hour, "."u8)
            && !(tokens.IsParted(hour - 1, "."u8) && tokens[hour - 1] is [.., >= (byte)'0' and <= (byte)'9'])
            && !(tokens.IsParted(hour + 1, "."u8) && tokens[hour + 2] is [>= (byte)'0' and <= (byte)'9', ..])))
        && tokens[hour + 1] is { Length: 2 } minutes && IsUpTo(minutes, 59);

    // 18.30 without a word beside it: no day and month (18.11), no 2.50 of anything, no amount or share.
    private static bool IsTimeByItself(in Tokens tokens, int hour) =>
        tokens[hour] is { Length: 2 } hours && IsUpTo(hours, 23) && !(IsUpTo(tokens[hour + 1], 12) && !tokens[hour + 1].SequenceEqual("00"u8))
        && tokens.Behind(hour + 1) != '%' && Amounts.Read(tokens, hour) is null;

    private static bool IsHour(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("uhr"u8) || word.SequenceEqual("h"u8) || word.SequenceEqual("heures"u8) || word.SequenceEqual("uur"u8) || word.SequenceEqual("am"u8) || word.SequenceEqual("pm"u8);

    private static bool IsUpTo(ReadOnlySpan<byte> digits, int most) =>
        digits.Length is 1 or 2 && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9') && (digits is [var one] ? one - '0' : ((digits[0] - '0') * 10) + digits[1] - '0') <= most;

    // Behind + or 0, 8 to 15 digits (E.164) in tokens that single signs part.
    private static int Phone(in Tokens tokens, int first)
    {
        if (tokens[first] is not [>= (byte)'0' and <= (byte)'9', ..] token || !(token[0] == '0' || tokens.Before(first) == '+'))
        {
            return -1;
        }

        var digits = 0;
        for (var last = first; ; last++)
        {
            digits += tokens[last].Length;
            if (digits > 15 || tokens[last].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            {
                return -1;
            }

            if (!tokens.IsNext(last, " -./"u8) || tokens[last + 1] is not [>= (byte)'0' and <= (byte)'9', ..])
            {
                return digits >= 8 ? last : -1;
            }
        }
    }

    // https://x, www.x, t.me/x
    private static int Url(in Tokens tokens, int first)
    {
        var token = tokens[first];
        return (token.SequenceEqual("http"u8) || token.SequenceEqual("https"u8)) && tokens.IsParted(first, "://"u8) ? first + 1
            : !tokens.IsParted(first, "."u8) || tokens.Before(first) is (byte)'.' or (byte)'/' ? -1
            : token.SequenceEqual("www"u8) || (tokens.Behind(first + 1) == '/' && tokens[first + 1] is { Length: >= 2 and <= 6 } domain && !domain.ContainsAnyExceptInRange((byte)'a', (byte)'z')) ? first + 1 : -1;
    }
}
