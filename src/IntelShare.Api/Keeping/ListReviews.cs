using System.Globalization;
using System.Text.Json;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using IntelShare.Indicators;
using Npgsql;

namespace IntelShare.Api.Keeping;

/// <summary>An own record that is to be reviewed: what an owner needs to know to decide, and no content. Negative days: only its restriction keeps it.</summary>
internal sealed record ReviewView(Guid Indicator, string Kind, IndicatorStatus Status, DateOnly ReviewBy, int DaysLeft, bool Protected, RestrictionGround? Restriction, DateTimeOffset SubmittedAt);

/// <summary>The own records whose review day comes within 90 days, the next first; and all restricted ones as theirs comes.</summary>
internal static class ListReviewsEndpoint
{
    private const int Ahead = 90;

    private const string Due =
        $"""
        select data from {EventStore.Documents}.mt_doc_indicator
        where data ->> 'owner' = $1 and data ->> 'status' <> 'erased' and data -> 'retention' ->> 'reviewBy' <= $2
          and (data -> 'retention' ->> 'reviewBy', id) > ($3, $4)
        order by data -> 'retention' ->> 'reviewBy', id limit $5
        """;

    public static async Task<Answer> Get(string? cursor, string? limit, Visit visit, Line line, Vault vault, CancellationToken ct)
    {
        var bound = $"reviews\n{visit.Member.Id}";
        if (!PageLimit.TryRead(limit, out var most) || (cursor is null ? new Place(DateTimeOffset.MinValue, Guid.Empty) : Place.Read(vault, bound, cursor)) is not { } after)
        {
            return Problems.Of("malformed-parameter", "limit: 1 to 100; cursor: as answered in next.");
        }

        var today = DateOnly.FromDateTime(visit.Now.UtcDateTime);
        await using var command = new NpgsqlCommand(Due, await line.OpenAsync(ct))
        {
            Parameters =
            {
                new() { Value = visit.Member.Id },
                new() { Value = Text(today.AddDays(Ahead)) },
                new() { Value = Text(DateOnly.FromDateTime(after.At.UtcDateTime)) },
                new() { Value = after.Id },
                new() { Value = most + 1 },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var due = new List<ReviewView>();
        while (await reader.ReadAsync(ct))
        {
            var record = JsonSerializer.Deserialize<Indicator>(reader.GetFieldValue<byte[]>(0), Json.Stored)!;
            var day = record.Retention.ReviewBy!.Value;
            due.Add(new(record.Id, record.Kind, record.Status, day, day.DayNumber - today.DayNumber, record.Protected, record.Restriction?.Ground, record.SubmittedAt));
        }

        var next = due.Count > most ? new Place(new(due[most - 1].ReviewBy, TimeOnly.MinValue, TimeSpan.Zero), due[most - 1].Indicator).Seal(vault, bound) : null;
        return Answer.Json(StatusCodes.Status200OK, new PageOf<ReviewView>([.. due.Take(most)], next));

        static string Text(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);
    }
}
