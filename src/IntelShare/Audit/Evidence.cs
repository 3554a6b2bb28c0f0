using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IntelShare.Audit;

/// <summary>
/// What an agency lays before a court about one record: what it says, under the hub's signature, and the entries of the agency's own log about it with their
/// proofs. To the record's owner also its facts as they were stored, to which those entries committed when they were written, and the key that opens them.
/// </summary>
/// <param name="Log">Member id, or the hub's own.</param>
/// <param name="Origin">Ends with <c>/audit/</c> and the log.</param>
/// <param name="Indicator">The record's id at the hub.</param>
/// <param name="Salt">Base64url of 32 bytes: with it the id makes the reference by which this log names the record.</param>
/// <param name="Told">The record as the hub told it, JSON to the letter.</param>
/// <param name="Statement">A signed note over <see cref="Stated"/>.</param>
/// <param name="Key">Base64 of the key under which the record's facts are sealed; null for a reader, and where nothing is sealed.</param>
public sealed record Evidence(string Log, string Origin, Guid Indicator, string Salt, string Told, string Statement, EvidenceEntry[] Entries, byte[]? Key = null)
{
    /// <summary>Name of the file that holds one, as <see cref="Export.Line"/> writes it.</summary>
    public const string File = "evidence.json";

    /// <summary>Name of the page for those who read no JSON: made of the rest, to the byte.</summary>
    public const string Page = "evidence.html";

    /// <summary>What the hub signs of a record: six lines, which no checkpoint can be taken for. So no entry can be left out.</summary>
    /// <param name="at">When it was told.</param>
    /// <param name="told">The JSON that was told.</param>
    /// <param name="entries">All that go with it.</param>
    public static string Stated(string origin, Guid indicator, DateTimeOffset at, string told, IEnumerable<EvidenceEntry> entries) => string.Create(
        CultureInfo.InvariantCulture, $"{origin}\nrecord\n{indicator:D}\n{at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'}\n{Hash(Encoding.UTF8.GetBytes(told))}\n{Hash([.. entries.SelectMany(Export.Line)])}\n");

    private static string Hash(byte[] bytes) => Convert.ToBase64String(SHA256.HashData(bytes));
}

/// <summary>An entry about the record.</summary>
/// <param name="Index">Its place in the log.</param>
/// <param name="Leaf">To the byte.</param>
/// <param name="Hashes">From the leaf up to the checkpoint's root.</param>
/// <param name="Facts">Those that it wrote, of this record.</param>
public sealed record EvidenceEntry(long Index, string Leaf, byte[][] Hashes, EvidenceFact[] Facts);

/// <summary>A fact as it was stored: the text that <see cref="StoredFact"/> reads.</summary>
/// <param name="Salt">Base64url of 32 bytes.</param>
public sealed record EvidenceFact(string Text, string Salt);
