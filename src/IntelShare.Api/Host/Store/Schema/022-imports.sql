-- A file that an agency brought: what its rows are is in the records alone. The same key goes on with the same import.
create table intelshare.import (
    id       uuid        primary key,
    member   text        not null,
    key      text        not null,
    dry_run  boolean     not null,
    at       timestamptz not null,
    ended_at timestamptz,
    unique (member, key)
);

-- What became of each row. No content: a problem never repeats a submitted value.
create table intelshare.import_row (
    import    uuid   not null references intelshare.import,
    row       bigint not null,
    outcome   text   not null check (outcome in ('submitted', 'amended', 'same', 'withdrawn', 'passed-over', 'refused')),
    indicator uuid,
    problems  jsonb,
    lost      text[],
    primary key (import, row)
);
create index import_row_refused on intelshare.import_row (import, row) where outcome = 'refused';
create index import_row_set on intelshare.import_row (import, indicator) where indicator is not null;
