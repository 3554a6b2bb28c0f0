using System.Text.Json;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Indicators;

namespace IntelShare.Api.Indicators;

internal static class AmendIndicatorEndpoint
{
    public static async Task<Answer> Patch(string id, Body<AmendIndicator> body, Visit visit, OwnRecord own, HttpContext http, CancellationToken ct)
    {
        try
        {
            return await own.ChangeAsync(id, visit, http.Request, record => record.Amend(
                body.Command, Read(body.Command.Content, record.Kind), visit.Caller.Roles, visit.Member, visit.Registry, visit.Now), ct);
        }
        catch (JsonException malformed)
        {
            return Body.Malformed(malformed, under: "/content");
        }
    }

    /// <summary>The content is read as the record's own kind, which only the record tells.</summary>
    private static IndicatorContent? Read(Given<JsonElement> content, string kind) =>
        content is { IsGiven: true, Value.ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) }
            ? (IndicatorContent?)content.Value.Deserialize(Kind.All[kind].Content, Json.Wire)
            : null;
}
