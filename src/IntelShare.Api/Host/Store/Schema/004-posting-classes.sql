-- What the walls ask of a row and what is the same for many rows. A reader's page merges the classes that may reach it, so
-- its work does not grow with what is hidden from it. The id is a digest of the rest; classes that 004 itself made have
-- small negative ones. A class is never changed: a change of the record moves its rows to another class, where they stand.
-- Empty purposes: none is asked (owner's rows). Month: of the release to a closed task force. Projects: its task forces, for
-- operational analysis. Via: the audience while the release names it, else the release; who is in neither finds nothing.
create table intelshare.posting_class (
    id        bigint  primary key,
    audience  text    not null,
    month     date    not null,
    kind      text    not null,
    personal  boolean not null,
    purposes  text[]  not null,
    feeds     boolean not null,
    protected boolean not null,
    excluded  text[]  not null,
    projects  text[]  not null,
    via       text[]  not null
);
create index posting_class_audience on intelshare.posting_class (audience);

-- Since: the moment of the release to a closed task force; whoever joined later does not find the row.
create table intelshare.posting_by_class (
    class     bigint      not null,
    indicator uuid        not null,
    xid       xid8        not null default pg_current_xact_id(),
    pos       bigint      not null,
    version   int         not null,
    since     timestamptz not null
);

do $do$
begin
    create temporary table moved on commit drop as
    with record as (
        select d.id, d.data ->> 'kind' as kind, d.data ->> 'plain' is null as personal, (d.data ->> 'protected')::boolean as protected,
            coalesce((d.data -> 'release' ->> 'feeds')::boolean, false) as feeds,
            array(select jsonb_array_elements_text(d.data -> 'purposes') order by 1) as purposes,
            array(select jsonb_array_elements_text(d.data -> 'release' -> 'full') order by 1) as released,
            array(select jsonb_array_elements_text(d.data -> 'release' -> 'excluded') order by 1) as excluded,
            coalesce(d.data -> 'earlier', '[]') || jsonb_build_object('version', d.data -> 'standsSince', 'fullSince', d.data -> 'fullSince') as standing
        from doc.mt_doc_indicator d
    )
    select p.indicator, p.xid, p.pos, p.version, p.audience, r.kind, s.since, date_trunc('month', s.since at time zone 'UTC')::date as month,
        not o.own and r.personal as personal, o.own or r.feeds as feeds, not o.own and r.protected as protected,
        case when o.own then '{}' else r.purposes end as purposes,
        case when o.own then '{}' else r.excluded end as excluded,
        case when o.own or not 'operational-analysis' = any(r.purposes) then '{}' else array(select t from unnest(r.released) t where t like 'task-force:%' order by 1) end as projects,
        case when o.own or p.audience = any(r.released) then array[p.audience] else r.released end as via
    from intelshare.posting p join record r on r.id = p.indicator
    cross join lateral (select p.audience like 'owner:%' as own) o
    -- The moment of that release under which the row was written.
    cross join lateral (select coalesce(case when p.audience like 'task-force:%' and p.audience not like '%+' then (
        select (s -> 'fullSince' ->> p.audience)::timestamptz from jsonb_array_elements(r.standing) s
        where s -> 'fullSince' ->> p.audience is not null order by (s ->> 'version')::int <= p.version desc, abs((s ->> 'version')::int - p.version) limit 1) end, '-infinity') as since) s;

    insert into intelshare.posting_class (id, audience, month, kind, personal, purposes, feeds, protected, excluded, projects, via)
    select -row_number() over (), c.* from (select distinct audience, month, kind, personal, purposes, feeds, protected, excluded, projects, via from moved) c;

    insert into intelshare.posting_by_class (class, indicator, xid, pos, version, since)
    select c.id, m.indicator, m.xid, m.pos, m.version, m.since from moved m
    join intelshare.posting_class c using (audience, month, kind, personal, purposes, feeds, protected, excluded, projects, via);
end $do$;

drop table intelshare.posting;
alter table intelshare.posting_by_class rename to posting;
alter table intelshare.posting add primary key (indicator, version, class);
create index posting_page on intelshare.posting (class, xid desc, pos desc) include (indicator, version, since);
