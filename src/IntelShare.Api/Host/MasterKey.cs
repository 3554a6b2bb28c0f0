using System.Security.Cryptography;

namespace IntelShare.Api.Host;

/// <summary>Where the master key comes from: setting, file, or (embedded default only) a file made at first start.</summary>
internal static class MasterKey
{
    /// <summary>The 32 bytes.</summary>
    /// <exception cref="InvalidOperationException">There is none, or it is not 32 bytes of base64.</exception>
    public static async Task<byte[]> ReadAsync(Settings settings, CancellationToken ct)
    {
        var text = settings.MasterKey;
        if (text is null)
        {
            var file = settings.MasterKeyFile ?? (settings.Embedded ? Path.Combine(settings.DataPath(), "master.key")
                : throw new InvalidOperationException("Set IntelShare__MasterKey or IntelShare__MasterKeyFile: 32 random bytes as base64, kept apart from the database."));
            if (settings.MasterKeyFile is null && !File.Exists(file))
            {
                await SecretFile.CreateAsync(file, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), ct);
            }

            text = SecretFile.Read(file, "master key");
        }

        var key = new byte[33];
        return Convert.TryFromBase64String(text.Trim(), key, out var length) && length == 32
            ? key[..32]
            : throw new InvalidOperationException("The master key must be 32 random bytes as base64 (openssl rand -base64 32).");
    }
}
