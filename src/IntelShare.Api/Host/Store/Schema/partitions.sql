-- Monthly partitions of the audit trail and of the logs, this month and 35 more; run again by every migration.
-- "intelshare.now" is the migrating program's clock; by hand it is the database's. Rows that came before their month was made
-- lie in the default partition and move, since PostgreSQL refuses a month while the default partition holds rows of it.
do $do$
declare
    this_month timestamp := date_trunc('month', coalesce(nullif(current_setting('intelshare.now', true), '')::timestamptz, now()) at time zone 'UTC');
    first timestamptz;
    beyond timestamptz;
    parent text;
    name text;
begin
    foreach parent in array array['audit_entry', 'audit_fold'] loop
        for i in 0..35 loop
            first := (this_month + make_interval(months => i)) at time zone 'UTC';
            beyond := (this_month + make_interval(months => i + 1)) at time zone 'UTC';
            name := parent || '_' || to_char(this_month + make_interval(months => i), 'YYYY_MM');
            if to_regclass('intelshare.' || name) is null then
                execute format('create table intelshare.%I (like intelshare.%I including defaults)', name, parent);
                execute format('with moved as (delete from intelshare.%I where at >= %L and at < %L returning *) insert into intelshare.%I select * from moved', parent || '_beyond', first, beyond, name);
                execute format('alter table intelshare.%I attach partition intelshare.%I for values from (%L) to (%L)', parent, name, first, beyond);
            end if;
        end loop;
    end loop;
end $do$;
