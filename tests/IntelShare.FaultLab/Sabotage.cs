using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IntelShare.FaultLab.Hubs;

namespace IntelShare.FaultLab;

/// <summary>
/// A fault that the hub does not have, made outside of it, so that the lab shows that it would be found: in the lab's own database, or between
/// partners and nodes. The hub that is sabotaged is the one that is shipped.
/// </summary>
/// <param name="Name">On the command line.</param>
/// <param name="CaughtBy">The check that must catch it.</param>
/// <param name="Sql">Run as the owner of the database, once the hub is founded.</param>
internal sealed record Sabotage(string Name, Checks.Check? CaughtBy, string? Sql = null)
{
    public static readonly Sabotage None = new("none", CaughtBy: null);

    public static readonly Sabotage[] All =
    [
        // A commit is confirmed before it is on disk: what was confirmed last dies with the server.
        new("acknowledge-early", Checks.Check.AcknowledgedLost,
            """
            create function public.hurry() returns trigger language plpgsql as $fn$ begin perform set_config('synchronous_commit', 'off', true); return null; end $fn$;
            -- All of them: one commit that waits for the disk would take those before it along.
            do $do$ declare one record; begin
                for one in select schemaname, tablename from pg_tables where schemaname in ('es', 'doc', 'intelshare') loop
                    execute format('create trigger hurry before insert or update or delete on %I.%I for each statement execute function public.hurry()', one.schemaname, one.tablename);
                end loop;
            end $do$;
            """)
        {
            Settings = ["wal_writer_delay=10s", "wal_writer_flush_after=0", "wal_buffers=64MB"],
        },
        // One entry in twenty is not there when its transaction ends.
        new("skip-audit", Checks.Check.AuditMissing,
            """
            create function public.forget() returns trigger language plpgsql security definer as $fn$ begin
                if new.officer like 'lab-%' and hashtext(new.id::text) % 20 = 0 then delete from intelshare.audit_entry where at = new.at and id = new.id; end if;
                return null;
            end $fn$;
            create trigger forget after insert on intelshare.audit_entry for each row execute function public.forget();
            """),
        // One answer in ten of the change feed names the place that it began at as the next one.
        new("reuse-cursor", Checks.Check.FeedRepeats) { Between = inner => new CursorReuse { InnerHandler = inner } },
        // One key in three is forgotten at once.
        new("forget-idempotency", Checks.Check.Duplicates,
            """
            create function public.forget() returns trigger language plpgsql as $fn$ begin return case when hashtext(new.key) % 3 = 0 then null else new end; end $fn$;
            create trigger forget before insert on intelshare.idempotency for each row execute function public.forget();
            """),
    ];

    /// <summary>Further settings of the database server.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>What stands between partners and a node.</summary>
    public Func<HttpMessageHandler, HttpMessageHandler> Between { get; init; } = inner => inner;

    public Task BreakAsync(LabDatabase database, CancellationToken ct) => Sql is null ? Task.CompletedTask : database.ExecuteAsync(Sql, ct);

    private sealed class CursorReuse : DelegatingHandler
    {
        private int pages;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (request.RequestUri!.AbsolutePath == "/v1/changes" && response.IsSuccessStatusCode && request.RequestUri.Query.Split("cursor=") is [_, var began] && Interlocked.Increment(ref pages) % 10 == 0)
            {
                var page = (JsonObject)JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!;
                page["next"] = Uri.UnescapeDataString(began);
                response.Content = JsonContent.Create(page);
            }

            return response;
        }
    }
}
