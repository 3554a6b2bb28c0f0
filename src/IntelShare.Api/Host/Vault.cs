using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using IntelShare.Api.Host.Store;
using IntelShare.Disclosure;
using IntelShare.Indicators;
using IntelShare.Keeping;

namespace IntelShare.Api.Host;

/// <summary>
/// Every secret operation of the hub. One master key; a subkey per use (HKDF-SHA-256), so that no output of one use can
/// serve another. Records are sealed under a key of their own, which the vault only wraps.
/// </summary>
internal sealed class Vault
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int KeySize = 32;
    private const int MostOnStack = 1024;
    private const int LongestPlace = 128;
    private readonly byte[] wrapping;
    private readonly byte[] matching;
    private readonly byte[] macs;
    private readonly byte[] tokens;
    private readonly byte[] details;
    private readonly byte[] names;

    // Setting a cipher up costs more than decrypting a key with it. One serves one caller at a time.
    private readonly ConcurrentBag<AesGcm> unwrapping = [];
    private readonly ConcurrentBag<IncrementalHash> hashing = [];
    private readonly ConcurrentDictionary<string, ConcurrentBag<ICryptoTransform>> renaming = new(StringComparer.Ordinal);

    /// <summary>A vault over 32 random bytes.</summary>
    public Vault(ReadOnlySpan<byte> master)
    {
        if (master.Length != 32)
        {
            throw new ArgumentException("The master key is 32 bytes, as base64.", nameof(master));
        }

        var key = master.ToArray();
        wrapping = Subkey("record-key-wrapping");
        matching = Subkey("match-key");
        macs = Subkey("mac");
        tokens = Subkey("sealed-token");
        details = Subkey("audit-detail");
        names = Subkey("audit-name");

        byte[] Subkey(string use) => HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: Encoding.ASCII.GetBytes("intelshare/1/" + use));
    }

    /// <summary>A fresh key for one record.</summary>
    public static byte[] NewRecordKey() => RandomNumberGenerator.GetBytes(KeySize);

    public byte[] Wrap(Guid record, byte[] recordKey) => Encrypt(wrapping, recordKey, record.ToByteArray());

    public byte[] Unwrap(Guid record, byte[] wrapped)
    {
        var recordKey = new byte[PlainSize(wrapped)];
        Unwrap(record, wrapped, recordKey);
        return recordKey;
    }

    /// <summary>The fact with its open secret sealed into it, for this place of the stream.</summary>
    public static object Seal(byte[] streamKey, Guid stream, ICarrySecret fact, int version, object secret)
    {
        var name = FactNames.All[fact.GetType()];
        return fact.Closed(Encrypt(streamKey, JsonSerializer.SerializeToUtf8Bytes(secret, secret.GetType(), Json.Stored), Place(stream, name, version)), name, version);
    }

    /// <summary>The record with its secret open. What it granted to others stays closed: whoever needs the words of one grant opens that one.</summary>
    public Indicator Open(Indicator record, byte[]? wrapped) => record.Secret is null ? record : record with { Secret = Open(record.Id, record.Secret, wrapped) };

    /// <summary>The request with the words of both sides open.</summary>
    public DisclosureRequest Open(DisclosureRequest request, byte[]? wrapped) => request.Opened(words => Open(request.Id, words, wrapped));

    /// <summary>The person's request with all words open.</summary>
    public SubjectRequest Open(SubjectRequest request, byte[]? wrapped) => request.Opened(words => Open(request.Id, words, wrapped));

    /// <summary>The recall with the words of its recipients open.</summary>
    public Recall Open(Recall recall, byte[]? wrapped) => recall.Opened(words => Open(recall.Id, words, wrapped));

    /// <summary>
    /// The secret, open. Without a key it stays closed, which reads as erased; a box that was moved or altered throws
    /// <see cref="AuthenticationTagMismatchException"/>.
    /// </summary>
    public Sealed<T>? Open<T>(Guid stream, Sealed<T>? secret, byte[]? wrapped) where T : class => secret is { Box: { } box, Fact: { } fact } && wrapped is not null
        ? secret with { Open = Open<T>(stream, box, fact, secret.Version, wrapped) }
        : secret;

    /// <summary>The keyed form of a normalised value; 32 bytes.</summary>
    public byte[] MatchKey(string kind, string value) => HMACSHA256.HashData(matching, Encoding.UTF8.GetBytes(kind + "\0" + value));

    /// <summary>A keyed hash of a value for one use: ETags, case references, idempotent bodies; 32 bytes.</summary>
    public byte[] Mac(string use, ReadOnlySpan<byte> value)
    {
        var hash = hashing.TryTake(out var idle) ? idle : IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, macs);
        hash.AppendData(Encoding.UTF8.GetBytes(use + "\0"));
        hash.AppendData(value);
        var mac = hash.GetHashAndReset();
        hashing.Add(hash);
        return mac;
    }

    /// <summary>
    /// Seals a token that leaves the hub and comes back (cursor, hit reference), bound to <paramref name="bound"/>.
    /// Deterministic: the nonce is a MAC of what is sealed, so the same token is the same bytes. Padded, so that its length
    /// says nothing: a cursor names database positions, whose digits would tell how much others write.
    /// </summary>
    /// <param name="bound">Whose it is and for what.</param>
    /// <param name="plain">What is sealed.</param>
    /// <param name="multiple">Padded to a multiple of this many bytes: above the longest that is ordinarily sealed.</param>
    public string SealToken(string bound, ReadOnlySpan<byte> plain, int multiple = 128)
    {
        var padded = new byte[(plain.Length + 2 + multiple - 1) / multiple * multiple];
        BitConverter.TryWriteBytes(padded, checked((ushort)plain.Length));
        plain.CopyTo(padded.AsSpan(2));
        var associated = Encoding.UTF8.GetBytes(bound);
        var nonce = Mac("token\0" + bound, padded).AsSpan(0, NonceSize).ToArray();
        return Base64Url.EncodeToString(Encrypt(tokens, padded, associated, nonce));
    }

    /// <summary>What was sealed; null for anything this vault did not seal for <paramref name="bound"/>.</summary>
    public byte[]? OpenToken(string bound, string token) => OpenKept(bound, token) is { } padded ? padded.AsSpan(2, BitConverter.ToUInt16(padded)).ToArray() : null;

    /// <summary>Seals what is kept here and leaves in no token: of any length, and not padded.</summary>
    public string SealKept(string bound, ReadOnlySpan<byte> plain) => Base64Url.EncodeToString(Encrypt(tokens, plain, Encoding.UTF8.GetBytes(bound)));

    public byte[]? OpenKept(string bound, string box)
    {
        try
        {
            return Decrypt(tokens, Base64Url.DecodeFromChars(box), Encoding.UTF8.GetBytes(bound));
        }
        catch (Exception notOurs) when (notOurs is FormatException or CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Seals the readable detail of an audit entry.</summary>
    public byte[] SealDetail(Guid entry, ReadOnlySpan<byte> detail) => Encrypt(details, detail, entry.ToByteArray());

    public byte[] OpenDetail(Guid entry, byte[] box) => Decrypt(details, box, entry.ToByteArray());

    /// <summary>An id under another name for each viewer, one block of AES under the viewer's key: it leads back to the id here and nowhere else.</summary>
    public byte[] Rename(string viewer, Guid id)
    {
        var ciphers = renaming.GetOrAdd(viewer, _ => []);
        var cipher = ciphers.TryTake(out var idle) ? idle : RenamingOf(viewer);
        var name = new byte[16];
        cipher.TransformBlock(id.ToByteArray(), 0, name.Length, name, 0);
        ciphers.Add(cipher);
        return name;
    }

    /// <summary>The id that a viewer's name stands for.</summary>
    public Guid NameBack(string viewer, ReadOnlySpan<byte> name)
    {
        using var aes = NamesOf(viewer);
        return new(aes.DecryptEcb(name, PaddingMode.None));
    }

    // The key and the JSON that it opens are wiped once that is read.
    private T? Open<T>(Guid stream, byte[] box, string fact, int version, byte[] wrapped)
    {
        Span<byte> key = stackalloc byte[KeySize];
        Span<byte> room = stackalloc byte[MostOnStack];
        Span<byte> place = stackalloc byte[LongestPlace];
        var plain = PlainSize(box) <= room.Length ? room[..PlainSize(box)] : new byte[PlainSize(box)];
        try
        {
            Unwrap(stream, wrapped, key);
            using var aes = new AesGcm(key, TagSize);
            Decrypt(aes, box, plain, place[..WritePlace(place, stream, fact, version)]);
            return JsonSerializer.Deserialize<T>(plain, Json.Unsealed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private void Unwrap(Guid record, byte[] wrapped, Span<byte> recordKey)
    {
        var aes = unwrapping.TryTake(out var idle) ? idle : new(wrapping, TagSize);
        Span<byte> associated = stackalloc byte[16];
        record.TryWriteBytes(associated);
        Decrypt(aes, wrapped, recordKey, associated);
        unwrapping.Add(aes);
    }

    private ICryptoTransform RenamingOf(string viewer)
    {
        using var aes = NamesOf(viewer);
        (aes.Mode, aes.Padding) = (CipherMode.ECB, PaddingMode.None);
        return aes.CreateEncryptor();
    }

    private Aes NamesOf(string viewer)
    {
        var aes = Aes.Create();
        aes.Key = HMACSHA256.HashData(names, Encoding.UTF8.GetBytes(viewer));
        return aes;
    }

    private static byte[] Place(Guid record, string fact, int version)
    {
        Span<byte> place = stackalloc byte[LongestPlace];
        return place[..WritePlace(place, record, fact, version)].ToArray();
    }

    private static int WritePlace(Span<byte> into, Guid record, string fact, int version) =>
        Utf8.TryWrite(into, CultureInfo.InvariantCulture, $"{record:N}|{fact}|{version}", out var length) ? length : throw new ArgumentException("Too long for the name of a fact.", nameof(fact));

    private static byte[] Encrypt(byte[] key, ReadOnlySpan<byte> plain, byte[] associated, byte[]? nonce = null)
    {
        var box = new byte[NonceSize + plain.Length + TagSize];
        (nonce ?? RandomNumberGenerator.GetBytes(NonceSize)).CopyTo(box, 0);
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(box.AsSpan(0, NonceSize), plain, box.AsSpan(NonceSize, plain.Length), box.AsSpan(NonceSize + plain.Length), associated);
        return box;
    }

    private static byte[] Decrypt(byte[] key, byte[] box, ReadOnlySpan<byte> associated)
    {
        using var aes = new AesGcm(key, TagSize);
        var plain = new byte[PlainSize(box)];
        Decrypt(aes, box, plain, associated);
        return plain;
    }

    private static void Decrypt(AesGcm aes, byte[] box, Span<byte> plain, ReadOnlySpan<byte> associated)
    {
        if (PlainSize(box) != plain.Length)
        {
            throw new CryptographicException("Not what was sealed.");
        }

        aes.Decrypt(box.AsSpan(0, NonceSize), box.AsSpan(NonceSize, plain.Length), box.AsSpan(NonceSize + plain.Length), plain, associated);
    }

    private static int PlainSize(byte[] box) => box.Length >= NonceSize + TagSize ? box.Length - NonceSize - TagSize : throw new CryptographicException("Too short to be sealed.");
}
