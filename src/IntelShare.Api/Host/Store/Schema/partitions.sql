-- Monthly partitions of the audit trail, this month and 35 more; run again by every migration. "intelshare.now" is the
-- migrating program's clock; by hand it is the database's. Entries that came before their month was made lie in the
-- default partition and move, since PostgreSQL refuses a month while the default partition holds rows of it.
do $do$
declare
    this_month timestamp := date_trunc('month', coalesce(nullif(current_setting('intelshare.now', true), '')::timestamptz, now()) at time zone 'UTC');
    first timestamptz;
    beyond timestamptz;
    name text;
begin
    for i in 0..35 loop
        first := (this_month + make_interval(months => i)) at time zone 'UTC';
        beyond := (this_month + make_interval(months => i + 1)) at time zone 'UTC';
        name := 'audit_entry_' || to_char(this_month + make_interval(months => i), 'YYYY_MM');
        if to_regclass('intelshare.' || name) is null then
            execute format('create table intelshare.%I (like intelshare.audit_entry including defaults)', name);
            execute format('with moved as (delete from intelshare.audit_entry_beyond where at >= %L and at < %L returning *) insert into intelshare.%I select * from moved', first, beyond, name);
            execute format('alter table intelshare.audit_entry attach partition intelshare.%I for values from (%L) to (%L)', name, first, beyond);
        end if;
    end loop;
end $do$;
