using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IntelShare.Audit;

namespace IntelShare.Tests.Audit;

/// <summary>The log of the Swedish agency, and what a hub would export of it.</summary>
internal sealed class Exports
{
    public const string Origin = "urn:intelshare:hub:local/audit/se-noa";
    public const int RotatedAt = 150;

    public static readonly ECDsa Old = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    public static readonly ECDsa New = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    public static readonly ECDsa Stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static readonly Dictionary<ECDsa, VerifierKey> Verifiers = new[] { Old, New, Stranger }.ToDictionary(key => key, key => VerifierKey.Of(Origin, key));

    /// <summary>Entries with details and records, and one that introduces the new key.</summary>
    public static readonly string[] Bodies = [.. Enumerable.Range(0, 400).Select(Body)];

    private static readonly Trees Log = new(Bodies.Select(Encoding.UTF8.GetBytes));

    public static VerifierKey KeyOf(ECDsa key) => Verifiers[key];

    public static Checkpoint At(long size) => new(Origin, size, Convert.ToBase64String(Log.Root(size)));

    /// <summary>The files of an export, by name.</summary>
    public static Dictionary<string, byte[]> Files(int first, int until, ECDsa[]? keys = null, int? from = null)
    {
        keys ??= [Old];
        var introduced = first <= RotatedAt && RotatedAt < until ? new[] { New } : [];
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            [Export.Head] = Export.Line(new ExportHead("se-noa", Origin, first, until, [.. new LeafRange(0, first).Perfect().Select(Log.Perfect)])),
            [Export.Entries] = Encoding.UTF8.GetBytes(string.Concat(Bodies[first..until].Select(body => body + "\n"))),
            [Export.Checkpoint] = At(until).Sign(keys).ToBytes(),
            [Export.Keys] = Encoding.UTF8.GetBytes(string.Concat(keys.Union(introduced).Select(key => KeyOf(key) + "\n"))),
            [Export.Details] = [.. Details(first, until).SelectMany(Export.Line)],
        };
        if (from is { } earlier)
        {
            files[Export.Consistency] = Export.Line(new ExportedConsistency(earlier, Log.Root(earlier), Log.Consistency(earlier, until)));
        }

        return files;
    }

    public static Verification Verify(Dictionary<string, byte[]> files, Checkpoint? kept = null, params ECDsa[] trusted) =>
        Verification.Of(name => files.TryGetValue(name, out var bytes) ? new MemoryStream(bytes, writable: false) : null, (trusted is [] ? [Old] : trusted).Select(KeyOf), origin => kept?.Origin == origin ? kept : null);

    /// <summary>The export with one file changed.</summary>
    public static Dictionary<string, byte[]> With(Dictionary<string, byte[]> files, string name, byte[] bytes) => new(files, StringComparer.Ordinal) { [name] = bytes };

    private static IEnumerable<Revealed> Details(int first, int until)
    {
        var told = new HashSet<int>();
        for (var number = first; number < until; number++)
        {
            // Every third has a detail; some of those were erased since.
            if (number % 3 == 0 && number % 12 != 0 && number != RotatedAt)
            {
                yield return Revealed.OfEntry(Id(number), Salt(number), Detail(number));
            }

            if (number % 10 == 5 && told.Add(number % 4))
            {
                yield return Revealed.OfRecord(Salt(number % 4), Record(number % 4));
            }
        }
    }

    private static string Body(int number) => number == RotatedAt
        ? $$"""{"id":"{{Id(number)}}","act":"audit-key-added","key":"{{KeyOf(New).ToString().Replace("+", "\\u002B", StringComparison.Ordinal)}}"}"""
        : (number % 3, number % 10) switch
        {
            (0, _) => $$"""{"id":"{{Id(number)}}","act":"read","detail":"{{Commitment.Of(Salt(number), Detail(number))}}","records":[{{Records(number)}}]}""",
            (_, 5) => $$"""{"id":"{{Id(number)}}","act":"search","records":[{{Records(number)}}]}""",
            _ => $$"""{"id":"{{Id(number)}}","act":"refused"}""",
        };

    private static string Records(int number) => number % 10 == 5
        ? $$"""{"owner":"fr-ofast","record":"AAAAAAAAAAAAAAAAAAAAAA","level":"hit"},{"owner":"se-noa","record":"{{Commitment.Reference(Salt(number % 4), Record(number % 4))}}","level":"full"}"""
        : "";

    private static string Id(int number) => Record(number + 1000).ToString();

    private static string Detail(int number) => string.Create(CultureInfo.InvariantCulture, $"\"❄ snö\" <{number}>");

    private static byte[] Salt(int number) => SHA256.HashData(BitConverter.GetBytes(number));

    private static Guid Record(int number) => new(SHA256.HashData(BitConverter.GetBytes(-number)).AsSpan(0, 16));
}
