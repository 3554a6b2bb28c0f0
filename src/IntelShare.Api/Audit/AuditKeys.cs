using System.Security.Cryptography;
using IntelShare.Api.Host;
using IntelShare.Audit;

namespace IntelShare.Api.Audit;

/// <summary>
/// The keys that sign the logs' checkpoints, from setting, file, or (embedded default only) a file made at first start. All of them sign: to
/// rotate, put the new key beside the old one, and take the old one away once every member has seen a checkpoint under both.
/// </summary>
internal sealed class AuditKeys
{
    private const string Begin = "-----BEGIN";
    private readonly ECDsa[] keys;
    private readonly string audience;

    private AuditKeys(ECDsa[] keys, string audience) => (this.keys, this.audience) = (keys, audience);

    /// <summary>The keys.</summary>
    /// <exception cref="InvalidOperationException">There is none, or one is not ECDSA on P-256 in PEM.</exception>
    public static async Task<AuditKeys> ReadAsync(Settings settings, CancellationToken ct)
    {
        var text = settings.AuditKey;
        if (text is null)
        {
            var file = settings.AuditKeyFile ?? (settings.Embedded ? Path.Combine(settings.DataPath(), "audit.key")
                : throw new InvalidOperationException("Set IntelShare__AuditKey or IntelShare__AuditKeyFile: an ECDSA P-256 key in PEM (openssl ecparam -name prime256v1 -genkey -noout), kept apart from the database."));
            if (settings.AuditKeyFile is null && !File.Exists(file))
            {
                using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                await SecretFile.CreateAsync(file, key.ExportPkcs8PrivateKeyPem() + "\n", ct);
            }

            text = SecretFile.Read(file, "audit key");
        }

        var read = text.Split(Begin).Skip(1).Select(pem => Read(Begin + pem)).ToArray();
        return read.Length > 0 ? new(read, settings.Audience) : throw new InvalidOperationException("The audit key is no key in PEM.");
    }

    /// <summary>What a log calls itself in its checkpoints.</summary>
    public string OriginOf(string log) => $"{audience}/audit/{log}";

    /// <summary>The public halves, as a log's checkpoints name them.</summary>
    public IReadOnlyList<VerifierKey> Of(string log) => [.. keys.Select(key => VerifierKey.Of(OriginOf(log), key))];

    /// <summary>The checkpoint of a log, signed.</summary>
    public SignedNote Sign(string log, Frontier frontier) => Sign(log, Checkpoint.Of(OriginOf(log), frontier).Text);

    /// <summary>A text, signed as the log's checkpoints are. It must be none of them.</summary>
    public SignedNote Sign(string log, string text)
    {
        // A key serves one thread at a time.
        lock (keys)
        {
            return SignedNote.Sign(text, keys.Select(key => (OriginOf(log), key)));
        }
    }

    private static ECDsa Read(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            _ = VerifierKey.Of("key", key);
            return key;
        }
        catch (Exception wrong) when (wrong is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new InvalidOperationException("Every audit key must be a private ECDSA key on P-256 in PEM.", wrong);
        }
    }
}
