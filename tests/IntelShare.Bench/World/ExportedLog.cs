using System.Security.Cryptography;
using System.Text;
using IntelShare.Audit;

namespace IntelShare.Bench.World;

/// <summary>An agency's log of a busy year, exported to a folder that goes with it: every entry names a record, every tenth reveals its detail.</summary>
internal sealed class ExportedLog : IDisposable
{
    private const string Origin = "urn:intelshare:hub:local/audit/se-noa";
    private readonly string folder = Directory.CreateTempSubdirectory("intelshare-export-").FullName;

    public ExportedLog(int count)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Key = VerifierKey.Of(Origin, key);
        var log = new Frontier();
        using (var entries = File.Create(PathOf(Export.Entries)))
        using (var details = File.Create(PathOf(Export.Details)))
        {
            for (var number = 0; number < count; number++)
            {
                var (salt, detail) = (SHA256.HashData(BitConverter.GetBytes(number)), $"case 2026-{number}");
                var id = new Guid(salt.AsSpan(16)).ToString();
                var body = Encoding.UTF8.GetBytes($$"""{"v":1,"id":"{{id}}","at":"2026-09-30T12:00:00.000Z","act":"read","outcome":200,"member":"fr-ofast","client":"fr-ofast","officer":"{{Convert.ToHexStringLower(salt.AsSpan(0, 8))}}","purpose":"cross-checking","detail":"{{Commitment.Of(salt, detail)}}","records":[{"owner":"se-noa","record":"{{Commitment.Reference(salt, new(salt.AsSpan(0, 16)))}}","level":"full"}]}""");
                log.Append(MerkleTree.Leaf(body));
                entries.Write([.. body, (byte)'\n']);
                if (number % 10 == 0)
                {
                    details.Write(Export.Line(Revealed.OfEntry(id, salt, detail)));
                }
            }
        }

        File.WriteAllBytes(PathOf(Export.Head), Export.Line(new ExportHead("se-noa", Origin, 0, count, [])));
        File.WriteAllBytes(PathOf(Export.Checkpoint), Checkpoint.Of(Origin, log).Sign(key).ToBytes());
        File.WriteAllText(PathOf(Export.Keys), Key + "\n");
    }

    public VerifierKey Key { get; }

    public Stream? Open(string name) => File.Exists(PathOf(name)) ? new FileStream(PathOf(name), new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan }) : null;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string PathOf(string name) => Path.Combine(folder, name);
}
