using System.Buffers.Text;
using System.Globalization;
using System.Text;
using IntelShare.Api.Host.Contract;
using IntelShare.Indicators;
using Microsoft.Extensions.Primitives;

namespace IntelShare.Api.Host.Store;

/// <summary>
/// The owner's ETag is a keyed hash of (id, version): nobody can tell a version from it. A reader's is one of the bytes
/// the reader gets, so that it moves only when those do.
/// </summary>
[Published(Sends = "ETag")]
internal sealed class ETags(Vault vault)
{
    public string Of(Guid id, int version) => Quote(vault.Mac("etag", Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id:N}/{version}"))));

    public string Of(Indicator own) => Of(own.Id, own.Version);

    public string Of(ReadOnlySpan<byte> representation) => Quote(vault.Mac("view", representation));

    /// <summary>
    /// Whether <c>If-Match</c> names the record as it is. <c>*</c>, a weak prefix and the <c>-gzip</c> suffix that proxies
    /// add are accepted.
    /// </summary>
    public bool Matches(StringValues ifMatch, Indicator own) => Matches(ifMatch, own.Id, own.Version);

    public bool Matches(StringValues ifMatch, Guid id, int version)
    {
        var current = Of(id, version);
        return ifMatch.ToString().Split(',', StringSplitOptions.TrimEntries).Any(tag =>
            tag == "*" || (tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag).Replace("-gzip\"", "\"", StringComparison.Ordinal) == current);
    }

    private static string Quote(byte[] mac) => $"\"{Base64Url.EncodeToString(mac.AsSpan(0, 16))}\"";
}
