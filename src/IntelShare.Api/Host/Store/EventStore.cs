using IntelShare.Api.Host.Store.Projections;
using IntelShare.Disclosure;
using IntelShare.Indicators;
using IntelShare.Keeping;
using IntelShare.Members;
using JasperFx;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Schema;
using Npgsql;
using Weasel.Core;

namespace IntelShare.Api.Host.Store;

/// <summary>Marten as this product needs it. What is set here and why was measured; a change is a decision entry.</summary>
internal static class EventStore
{
    public const string Facts = "es";
    public const string Documents = "doc";

    public static void Configure(StoreOptions options, NpgsqlDataSource source)
    {
        options.Connection(source);
        options.DatabaseSchemaName = Documents;
        options.Events.DatabaseSchemaName = Facts;

        // The running Api never touches the schema: Migrations does, from reviewed SQL.
        options.AutoCreateSchemaObjects = AutoCreate.None;
        options.Serializer(new Marten.Services.SystemTextJsonSerializer(Json.Stored) { Casing = Casing.CamelCase });

        // A retry inside the store could not tell a commit whose answer was lost from one that failed; the caller's
        // Idempotency-Key and If-Match can.
        options.ConfigurePolly(_ => { });

        options.Events.StreamIdentity = StreamIdentity.AsGuid;
        options.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
        options.Events.UseMandatoryStreamTypeDeclaration = true;
        // Without it a lost race burns a sequence number, and gaps stall the daemon.
        options.Events.UseExclusiveLockOnConcurrentAppends = true;
        // DistributedLock.Postgres stands in for the patched package; with it, the daemon only gets its lock this way.
        options.Events.UseAdvisoryLockTransaction = true;
        options.Events.UseIdentityMapForAggregates = false;
        options.Events.EnableUniqueIndexOnEventId = true;
        options.Events.MetadataConfig.CorrelationIdEnabled = true;
        options.Events.MetadataConfig.CausationIdEnabled = true;
        options.Events.MetadataConfig.HeadersEnabled = true;
        options.Events.MetadataConfig.UserNameEnabled = true;

        // Names are for ever; the types may be renamed.
        foreach (var (fact, name) in FactNames.All)
        {
            options.Events.MapEventType(fact, name);
        }

        // Access-bearing state binds at commit, so it is folded inline.
        options.Projections.Add(new IndicatorProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new SightingProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new RegradeProposalProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new DisclosureRequestProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new SubjectRequestProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new RecallProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new PartyProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new MemberProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new TaskForceProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new ConceptsProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new PendingActProjection(), ProjectionLifecycle.Inline);

        // Skipping a fact that restricts would fail open.
        options.Projections.Errors.SkipApplyErrors = false;
        options.Projections.Errors.SkipSerializationErrors = false;
        options.Projections.Errors.SkipUnknownEvents = false;

        options.Schema.For<Indicator>().Identity(x => x.Id).DocumentAlias("indicator").IgnoreIndex("indicator_review").IgnoreIndex("indicator_due").IgnoreIndex("indicator_erased").IgnoreIndex("indicator_protected");
        options.Schema.For<Sighting>().Identity(x => x.Id).DocumentAlias("sighting").Duplicate(x => x.Record).Duplicate(x => x.At);
        options.Schema.For<RegradeProposal>().Identity(x => x.Id).DocumentAlias("regrade_proposal").IgnoreIndex("regrade_proposal_record")
            .Duplicate(x => x.Owner).Duplicate(x => x.Member).Duplicate(x => x.At).Duplicate(x => x.Place!).UniqueIndex(UniqueIndexType.DuplicatedField, x => x.Place!);
        options.Schema.For<DisclosureRequest>().Identity(x => x.Id).DocumentAlias("disclosure_request");
        options.Schema.For<SubjectRequest>().Identity(x => x.Id).DocumentAlias("subject_request");
        options.Schema.For<Recall>().Identity(x => x.Id).DocumentAlias("recall");
        options.Schema.For<Party>().Identity(x => x.Stream).DocumentAlias("party");
        options.Schema.For<Member>().Identity(x => x.Stream).DocumentAlias("member");
        options.Schema.For<TaskForce>().Identity(x => x.Stream).DocumentAlias("task_force");
        options.Schema.For<Concepts>().Identity(x => x.Stream).DocumentAlias("concepts");
        options.Schema.For<PendingAct>().Identity(x => x.Id).DocumentAlias("pending_act");
    }
}
