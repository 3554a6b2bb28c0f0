using System.Globalization;
using System.Text.Json;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using IntelShare.Indicators;
using IntelShare.Members;
using Npgsql;

namespace IntelShare.Api.Keeping;

/// <summary>A record about a protected person that is kept for long: that it is, and until when. No content.</summary>
internal sealed record KeptLongView(Guid Indicator, string Owner, DateTimeOffset SubmittedAt, DateOnly ReviewBy, RestrictionGround? Restriction);

/// <summary>Article 31(3): what is kept about protected persons beyond five years, oldest first. An auditor sees its own agency's, a supervisor everybody's.</summary>
internal static class ReportProtectedPersonsEndpoint
{
    private const int Years = 5;

    private const string Kept =
        $"""
        select data from {EventStore.Documents}.mt_doc_indicator
        where (data ->> 'protected')::boolean and data ->> 'status' <> 'erased' and data ->> 'submittedAt' < $1 and ($2 or data ->> 'owner' = $3)
          and (data ->> 'submittedAt', id) > ($4, $5)
        order by data ->> 'submittedAt', id limit $6
        """;

    public static async Task<Answer> Get(string? cursor, string? limit, Visit visit, Line line, Vault vault, CancellationToken ct)
    {
        var bound = $"protected-persons\n{visit.Member.Id}";
        if (!PageLimit.TryRead(limit, out var most) || (cursor is null ? new Place(DateTimeOffset.MinValue, Guid.Empty) : Place.Read(vault, bound, cursor)) is not { } after)
        {
            return Problems.Of("malformed-parameter", "limit: 1 to 100; cursor: as answered in next.");
        }

        await using var command = new NpgsqlCommand(Kept, await line.OpenAsync(ct))
        {
            Parameters =
            {
                new() { Value = visit.Now.UtcDateTime.AddYears(-Years).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) },
                new() { Value = visit.Caller.Party.Kind == PartyKind.Supervisor },
                new() { Value = visit.Member.Id },
                new() { Value = JsonSerializer.SerializeToElement(after.At, Json.Stored).GetString()! },
                new() { Value = after.Id },
                new() { Value = most + 1 },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var kept = new List<Indicator>();
        while (await reader.ReadAsync(ct))
        {
            kept.Add(JsonSerializer.Deserialize<Indicator>(reader.GetFieldValue<byte[]>(0), Json.Stored)!);
        }

        var next = kept.Count > most ? new Place(kept[most - 1].SubmittedAt, kept[most - 1].Id).Seal(vault, bound) : null;
        return Answer.Json(StatusCodes.Status200OK, new PageOf<KeptLongView>(
            [.. kept.Take(most).Select(record => new KeptLongView(record.Id, record.Owner, record.SubmittedAt, record.Retention.ReviewBy!.Value, record.Restriction?.Ground))], next));
    }
}
