using IntelShare.Api.Host;
using IntelShare.Api.Host.Store;
using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;
using Marten;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace IntelShare.Bench.Floor;

/// <summary>The product's writes by the product's Marten: event, inline document, and the side rows as plain queued SQL.</summary>
internal sealed class BareSubmit(IDocumentStore store, Vault vault, long version)
{
    private const string ClaimKey = "insert into intelshare.idempotency (member, route, key, body_mac, indicator, at) values (?, ?, ?, ?, ?, ?)";
    private const string AddKeys = "insert into intelshare.match_key (key, indicator, fold) select unnest(?::bytea[]), ?, ?";

    private const string AddPostings =
        """
        with class as (insert into intelshare.posting_class (id, audience, month, kind, personal, purposes, feeds, protected, excluded, projects, via)
            select id, audience, '-infinity', 'lexicon-entry', false, ?, true, false, '{}', '{}', array[audience] from unnest(?::bigint[], ?::text[]) c(id, audience) on conflict do nothing)
        insert into intelshare.posting (class, indicator, pos, version, since)
        select unnest(?::bigint[]), ?, (select nextval('intelshare.posting_pos')), 1, '-infinity'
        """;

    private static readonly Ids Ids = new();
    private static readonly byte[] Term = "term"u8.ToArray();
    private static readonly byte[] BodyMac = new byte[32];
    private static readonly long[] Classes = [1, 2, 3];
    private static readonly string[] Audiences = ["owner:se-noa", "member-states", "schengen-associated"];
    private static readonly string[] Purposes = ["cross-checking", "strategic-analysis"];

    public static async Task<BareSubmit> CreateAsync(NpgsqlDataSource source, Vault vault) =>
        new(DocumentStore.For(options => EventStore.Configure(options, source)), vault, await AuditRow.VersionAsync(source));

    public async Task AnswerAsync(HttpContext http)
    {
        var ct = http.RequestAborted;
        var term = (await FloorServer.ReadStringsAsync(http, Term))[0];
        var now = TimeProvider.System.GetUtcNow();
        var id = Ids.Next("bench");
        var entry = Ids.Next("bench");
        await using var session = store.LightweightSession();
        session.LastModifiedBy = "officer-1";
        session.CorrelationId = entry.ToString("N");
        session.SetHeader("member", "se-noa");
        session.SetHeader("client", "se-noa");
        session.QueueSqlCommand(ClaimKey, "se-noa", "submit", http.Request.Headers["Idempotency-Key"].ToString(), BodyMac, id, now);
        session.Events.StartStream<Indicator>(id, Fact(term, now));
        session.QueueSqlCommand(AddPostings, Purposes, Classes, Audiences, Classes, id);
        session.QueueSqlCommand(AddKeys, (byte[][])[vault.MatchKey("lexicon-entry", term)], id, (short)1);
        session.QueueSqlCommand(AuditRow.Queued, entry, now, "se-noa", "se-noa", "officer-1", "3f2504e04f8941d39a0c0305e82c3301", "indicator-submitted", "ok", DBNull.Value, DBNull.Value,
            (string[])["se-noa"], (Guid[])[id], (string[])["full"], version);
        await session.SaveChangesAsync(ct);
        http.Response.Headers.Location = $"/v1/indicators/{id}";
        await FloorServer.WriteAsync(http, StatusCodes.Status201Created, System.Text.Encoding.ASCII.GetBytes($$"""{"id":"{{id}}"}"""));
    }

    private static IndicatorSubmitted Fact(string term, DateTimeOffset now) => new(
        "se-noa", "lexicon-entry",
        new LexiconEntry(term, "drug.cocaine", Meaning: null, "und", ["SE", "DK"], ["tiktok"], Variants: null, Diacritics.Exact, Ambiguous: true,
            "In an offer of small errands with a price beside it.", new DateOnly(2026, 1, 1), ObservedTo: null, ["open sources"]),
        Secret: null, Protected: false, new Evaluation(SourceCode.B, 2), new Handling([HandlingCode.H0]), new Release(["member-states", "schengen-associated"], [], [], Feeds: true),
        [Members.Purpose.CrossChecking, Members.Purpose.StrategicAnalysis], [CrimeArea.DrugTrafficking],
        new Retention(DateOnly.FromDateTime(now.UtcDateTime).AddYears(1), "national police law"), now);
}
