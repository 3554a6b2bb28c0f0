using System.Text.Json;

namespace IntelShare.Api.Host.Door;

/// <summary>Where walks through one list stand, sealed with the authority under which they began: where that has changed, a walk begins anew.</summary>
/// <param name="bound">List, caller and filters: a cursor of others opens nothing.</param>
/// <param name="authority">What the caller reads by, in short.</param>
/// <param name="multiple">Of bytes to which a cursor is filled up, so that its length tells nothing.</param>
internal sealed class Cursors(Vault vault, string bound, string authority, int multiple = 128)
{
    private sealed record Cursor<T>(T? Place, string Authority);

    /// <summary>Reads where a cursor stands; without one the place stays. An answer where there is none to read: <c>malformed-parameter</c>, <c>cursor-restart</c>.</summary>
    /// <param name="cursor">As it came.</param>
    /// <param name="expected">What it should have been.</param>
    /// <param name="place">From where to go on.</param>
    public Answer? Open<T>(string? cursor, string expected, ref T place) where T : class
    {
        if (cursor is null)
        {
            return null;
        }

        if (vault.OpenToken(bound, cursor) is not { } opened || JsonSerializer.Deserialize<Cursor<T>>(opened) is not { } read)
        {
            return Problems.Of("malformed-parameter", expected);
        }

        // One that an earlier version of the hub sealed may say its place otherwise.
        if (read.Place is null || read.Authority != authority)
        {
            return Problems.Of("cursor-restart");
        }

        place = read.Place;
        return null;
    }

    public string Seal<T>(T place) where T : class => vault.SealToken(bound, JsonSerializer.SerializeToUtf8Bytes(new Cursor<T>(place, authority)), multiple);
}
