using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace IntelShare.Indicators.Kinds;

/// <summary>The checksums of cryptocurrency addresses. Each reader gives the payload without its checksum, or nothing where that does not hold.</summary>
internal static class Checksums
{
    private const string Base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const string Bech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

    // Bytes of a block of Monero by its letters; a block of any other length is none.
    private static readonly int[] MoneroBlocks = [0, -1, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8];

    private static readonly uint[] Generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

    private static readonly ulong[] RoundConstants =
    [
        0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
        0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a, 0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
        0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a, 0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
    ];

    /// <summary>Base58 with four bytes of a double SHA-256 at its end; at most 64 letters.</summary>
    public static byte[]? Base58Check(string text)
    {
        if (text.Length is < 6 or > 64 || Number(text) is not { } number)
        {
            return null;
        }

        // A leading 1 is a leading zero byte.
        byte[] bytes = [.. new byte[text.Length - text.TrimStart('1').Length], .. number.IsZero ? [] : number.ToByteArray(isUnsigned: true, isBigEndian: true)];
        return bytes.Length > 4 && SHA256.HashData(SHA256.HashData(bytes.AsSpan(0, bytes.Length - 4))).AsSpan(0, 4).SequenceEqual(bytes.AsSpan(bytes.Length - 4)) ? bytes[..^4] : null;
    }

    /// <summary>Monero's base58, in blocks of eleven letters, with four bytes of Keccak at its end.</summary>
    public static byte[]? MoneroBase58(string text)
    {
        var bytes = new List<byte>(80);
        foreach (var block in text.Length > 128 ? [] : text.Chunk(11))
        {
            var length = MoneroBlocks[block.Length];
            if (length < 0 || Number(block) is not { } number || number >> (8 * length) != 0)
            {
                return null;
            }

            var written = new byte[length];
            var digits = number.ToByteArray(isUnsigned: true, isBigEndian: true);
            digits.CopyTo(written.AsSpan(length - digits.Length));
            bytes.AddRange(written);
        }

        return bytes.Count > 4 && Keccak256([.. bytes[..^4]]).AsSpan(0, 4).SequenceEqual(bytes[^4..].ToArray()) ? [.. bytes[..^4]] : null;
    }

    /// <summary>A witness program under BIP 173 (version 0: bech32) or BIP 350 (later ones: bech32m).</summary>
    public static bool IsSegwit(string text, string prefix)
    {
        var lower = text.ToLowerInvariant();
        if (text.Length > 90 || (text.Any(char.IsAsciiLetterUpper) && text.Any(char.IsAsciiLetterLower)) || !lower.StartsWith(prefix + "1", StringComparison.Ordinal))
        {
            return false;
        }

        int[] values = [.. lower.AsSpan(prefix.Length + 1).ToArray().Select(letter => Bech32.IndexOf(letter, StringComparison.Ordinal))];
        if (values.Length < 8 || values.Contains(-1))
        {
            return false;
        }

        var version = values[0];
        var (bits, length) = ((values.Length - 7) * 5 % 8, (values.Length - 7) * 5 / 8);
        return version <= 16
            && bits < 5 && (values[^7] & ((1 << bits) - 1)) == 0
            && (version == 0 ? length is 20 or 32 : length is >= 2 and <= 40)
            && Remainder([.. prefix.Select(letter => letter >> 5), 0, .. prefix.Select(letter => letter & 31), .. values]) == (version == 0 ? 1u : 0x2bc830a3);
    }

    /// <summary>Keccak-256 as Ethereum and Monero have it: before NIST changed the padding for SHA-3.</summary>
    public static byte[] Keccak256(ReadOnlySpan<byte> message)
    {
        const int Rate = 136;
        var state = new ulong[25];
        var padded = new byte[(message.Length / Rate + 1) * Rate];
        message.CopyTo(padded);
        padded[message.Length] = 0x01;
        padded[^1] |= 0x80;
        for (var block = 0; block < padded.Length; block += Rate)
        {
            for (var lane = 0; lane < Rate / 8; lane++)
            {
                state[lane] ^= BinaryPrimitives.ReadUInt64LittleEndian(padded.AsSpan(block + lane * 8));
            }

            Permute(state);
        }

        var hash = new byte[32];
        for (var lane = 0; lane < 4; lane++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(hash.AsSpan(lane * 8), state[lane]);
        }

        return hash;
    }

    private static void Permute(ulong[] state)
    {
        var columns = new ulong[5];
        foreach (var constant in RoundConstants)
        {
            for (var x = 0; x < 5; x++)
            {
                columns[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
            }

            for (var lane = 0; lane < 25; lane++)
            {
                state[lane] ^= columns[(lane + 4) % 5] ^ BitOperations.RotateLeft(columns[(lane + 1) % 5], 1);
            }

            var (carried, at) = (state[1], (X: 1, Y: 0));
            for (var turn = 1; turn <= 24; turn++)
            {
                at = (at.Y, (2 * at.X + 3 * at.Y) % 5);
                (state[at.X + 5 * at.Y], carried) = (BitOperations.RotateLeft(carried, turn * (turn + 1) / 2), state[at.X + 5 * at.Y]);
            }

            for (var row = 0; row < 25; row += 5)
            {
                state.AsSpan(row, 5).CopyTo(columns);
                for (var x = 0; x < 5; x++)
                {
                    state[row + x] = columns[x] ^ (~columns[(x + 1) % 5] & columns[(x + 2) % 5]);
                }
            }

            state[0] ^= constant;
        }
    }

    private static BigInteger? Number(IEnumerable<char> letters)
    {
        var number = BigInteger.Zero;
        foreach (var letter in letters)
        {
            var digit = Base58.IndexOf(letter, StringComparison.Ordinal);
            if (digit < 0)
            {
                return null;
            }

            number = number * 58 + digit;
        }

        return number;
    }

    private static uint Remainder(IEnumerable<int> values)
    {
        var remainder = 1u;
        foreach (var value in values)
        {
            var top = remainder >> 25;
            remainder = (remainder & 0x1ffffff) << 5 ^ (uint)value;
            for (var i = 0; i < Generator.Length; i++)
            {
                remainder ^= (top >> i & 1) == 1 ? Generator[i] : 0;
            }
        }

        return remainder;
    }
}
