-- What an entry commits to: the key that signed the token, the sealed detail, and the facts of a write.
alter table intelshare.audit_entry add column key text not null default '', add column detail text, add column facts uuid[];
create index audit_entry_xid on intelshare.audit_entry (xid, id);

-- The logs: one for each member, its own acts and others' accesses to its records. A row is what one transaction of the
-- sealer added to one log: the leaves as they were hashed, the entry of each, and the checkpoint signed over all up to here.
-- "at" is the sealer's and never goes back, so that a month's rows are the beginning of every log. Everything below "xid" is
-- in the logs.
create table intelshare.audit_fold (
    log     text        not null,
    size    bigint      not null,
    at      timestamptz not null,
    xid     xid8        not null,
    leaves  bytea[]     not null,
    entries uuid[]      not null,
    note    text        not null,
    primary key (log, size, at)
) partition by range (at);
create table intelshare.audit_fold_beyond partition of intelshare.audit_fold default;
create index audit_fold_xid on intelshare.audit_fold (xid);
create index audit_fold_entries on intelshare.audit_fold using gin (entries);

-- Roots of the full subtrees of 2^level leaves, level 8 and its multiples; kept when the leaves are gone.
create table intelshare.audit_node (
    log   text     not null,
    level smallint not null,
    n     bigint   not null,
    hash  bytea    not null,
    primary key (log, level, n)
);

-- A supervisor's sample of an agency's acts: what was drawn, to be justified by the agency.
create table intelshare.audit_sample (
    id         uuid        primary key,
    member     text        not null,
    supervisor text        not null,
    since      timestamptz not null,
    until      timestamptz not null,
    size       int         not null
);
