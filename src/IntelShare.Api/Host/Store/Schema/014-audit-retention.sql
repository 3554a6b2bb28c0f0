-- The last checkpoint of each log in a month that was dropped: what later proofs go on from.
create table intelshare.audit_checkpoint (
    log  text        not null,
    size bigint      not null,
    at   timestamptz not null,
    xid  xid8        not null,
    note text        not null,
    primary key (log, size)
);

-- A month of a log, and all after it, that is kept beyond its three years: while two officers said so and no two lifted it.
create table intelshare.audit_hold (
    id            uuid        primary key,
    log           text        not null,
    month         date        not null,
    placed_by     text        not null,
    placed_at     timestamptz not null,
    confirmed_by  text,
    confirmed_at  timestamptz,
    lifting_by    text,
    lifting_at    timestamptz,
    lifted_by     text,
    lifted_at     timestamptz
);
create unique index audit_hold_open on intelshare.audit_hold (log, month) where lifted_at is null;

-- Rows come in the order of their moments.
create index audit_detail_at on intelshare.audit_detail using brin (at);

-- Since when a member reads the trail: a row that another's hold keeps is gone to it, as if there were no hold.
create function intelshare.audit_since(viewer text) returns timestamptz language sql stable as $fn$
    select coalesce((date_trunc('month', max(at) at time zone 'UTC') + interval '1 month') at time zone 'UTC', '-infinity') from intelshare.audit_checkpoint where log = viewer
$fn$;

-- The one way in which an entry, a leaf or a checkpoint goes, and all that the run-time role may ask for: a month is dropped three years
-- after its end by the database's own clock, once it is in the logs and the roots that stand for its leaves are kept. A log
-- on hold stays, and so do its agency's entries. Answers whether anything went.
create function intelshare.drop_audit_month(first date) returns boolean language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '2s' as $fn$
declare
    since timestamptz := first::timestamp at time zone 'UTC';
    beyond timestamptz := (first + interval '1 month') at time zone 'UTC';
    month text := to_char(first, 'YYYY_MM');
    held text[];
    waits boolean;
begin
    -- A month of long ago, or of no time, could bear the name of one that is not due.
    if first < date '2000-01-01' or not isfinite(first) or extract(day from first) <> 1 or beyond + interval '3 years' > now() or to_regclass('intelshare.audit_fold_' || month) is null then
        return false;
    end if;

    lock table intelshare.audit_hold in share mode;
    select coalesce(array_agg(log), '{}') into held from intelshare.audit_hold h where h.month <= first and h.confirmed_at is not null and h.lifted_at is null;
    execute format(
        $q$
        select exists (select from intelshare.%I where xid >= coalesce((select max(xid) from (select xid from intelshare.audit_fold union all select xid from intelshare.audit_checkpoint) f), '0'))
            or exists (
                select from (select log, max(size) as size from intelshare.%I group by log) m cross join generate_series(0, 7) part(height)
                where m.size >> height & 1 = 1
                  and not exists (select from intelshare.audit_node n where n.log = m.log and n.level = height and n.n = m.size >> (height + 1) << 1))
        $q$, 'audit_entry_' || month, 'audit_fold_' || month) into waits;
    if waits then
        return false;
    end if;

    execute format('select exists (select from intelshare.%I where log <> all($1)) or exists (select from intelshare.%I where member <> all($1))', 'audit_fold_' || month, 'audit_entry_' || month) into waits using held;
    if held <> '{}' and not waits then
        return false;
    end if;

    -- First what takes long and stands in nobody's way.
    delete from intelshare.audit_detail d
    where d.at >= since and d.at < beyond and not exists (select from intelshare.audit_entry e where e.at = d.at and e.id = d.entry and e.member = any(held));
    execute format(
        $q$
        insert into intelshare.audit_checkpoint (log, size, at, xid, note)
        select distinct on (log) log, size, at, xid, note from intelshare.%I where log <> all($1) order by log, size desc on conflict do nothing
        $q$, 'audit_fold_' || month) using held;
    if held = '{}' then
        execute format('drop table intelshare.%I, intelshare.%I', 'audit_entry_' || month, 'audit_fold_' || month);
    else
        execute format('delete from intelshare.%I where member <> all($1)', 'audit_entry_' || month) using held;
        execute format('delete from intelshare.%I where log <> all($1)', 'audit_fold_' || month) using held;
    end if;

    return true;
end $fn$;
revoke all on function intelshare.drop_audit_month(date) from public;
