using System.CommandLine;
using System.Text.Json;
using IntelShare.Api.Host;
using IntelShare.Client;
using IntelShare.Members;

namespace IntelShare.Cli;

/// <summary>
/// <c>intelshare keys</c>: a client's key pair, made where it is used. The private part never leaves; the public part goes to
/// whoever registers it, and its thumbprint is read out over the telephone.
/// </summary>
internal static class KeysCommand
{
    private const int Usage = 3;

    public static Command Make()
    {
        var member = new Option<string>("--member") { Description = "The id of the agency: se-noa.", Required = true };
        var client = new Option<string>("--client") { Description = "The id of the machine that signs with it.", Required = true };
        var audience = new Option<string>("--audience") { Description = "The hub's audience, as its operator or /.well-known/oauth-protected-resource says.", DefaultValueFactory = _ => new Settings().Audience };
        var folder = new Option<string>("--out") { Description = "The folder for the two files; it is made.", DefaultValueFactory = _ => "." };
        var json = new Option<bool>("--json") { Description = "One JSON object in place of sentences." };
        var make = new Command("new", "Make a key pair (P-256). Nothing is overwritten. Exit code 0 done, 3 not.") { member, client, audience, folder, json };
        make.SetAction(async (parsed, ct) =>
        {
            var (whose, machine) = (parsed.GetRequiredValue(member), parsed.GetRequiredValue(client));
            var (secret, open) = (Path.Combine(parsed.GetRequiredValue(folder), machine + ".jwk.json"), Path.Combine(parsed.GetRequiredValue(folder), machine + ".pub.json"));
            ClientKey key;
            string thumbprint;
            try
            {
                (key, thumbprint) = Pair(whose, machine, parsed.GetRequiredValue(audience));
                Directory.CreateDirectory(parsed.GetRequiredValue(folder));
                await WriteAsync(secret, key.Write(), isSecret: true, ct);
                await WriteAsync(open, key.PublicJwk() + "\n", isSecret: false, ct);
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(failed.Message);
                return Usage;
            }

            await parsed.InvocationConfiguration.Output.WriteLineAsync(parsed.GetValue(json)
                ? JsonSerializer.Serialize(new { privateKey = secret, publicKey = open, kid = key.Kid, thumbprint }, JsonSerializerOptions.Web)
                : $"""
                  {secret}   the private key: it stays on this machine
                  {open}   the public key: send it to whoever registers it
                  {thumbprint}   its thumbprint: read it out over the telephone, never send it along
                  """);
            return 0;
        });
        return new("keys", "Make keys of clients.") { make };
    }

    /// <summary>A key pair, and what is read out of it over the telephone.</summary>
    /// <exception cref="InvalidDataException">Agency or machine is no id.</exception>
    public static (ClientKey Key, string Thumbprint) Pair(string member, string client, string audience)
    {
        if (!Text.IsSlug(member, 2, 40) || !Text.IsSlug(client, 1, 64))
        {
            throw new InvalidDataException("Agency and client are ids of lower-case letters, digits and hyphens.");
        }

        var key = ClientKey.Create(member, client, audience, member + "-");
        return (key, PublicKey.Read(JsonDocument.Parse(key.PublicJwk()).RootElement, "").Key!.Thumbprint);
    }

    /// <summary>Writes a file that must not exist yet.</summary>
    public static async Task WriteAsync(string path, string text, bool isSecret, CancellationToken ct)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = isSecret ? UnixFileMode.UserRead | UnixFileMode.UserWrite : UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        }

        await using var file = new StreamWriter(path, options);
        await file.WriteAsync(text.AsMemory(), ct);
    }
}
