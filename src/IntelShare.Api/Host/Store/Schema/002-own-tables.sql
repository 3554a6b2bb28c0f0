-- The registry's version: raised by every registry fact, named by every decision. One row.
create schema intelshare;

create table intelshare.registry (
    only_row boolean primary key default true check (only_row),
    version  bigint  not null
);
insert into intelshare.registry (version) values (0);

-- One key per record with a sealed part, wrapped by the hub's wrapping key. Deleting the row erases the record.
create table intelshare.record_key (
    indicator uuid  primary key,
    wrapped   bytea not null
);

-- Keyed hashes of the normalised values under which a record is found. Written at the door, never by a projection:
-- rebuilding a projection must not resurrect what was erased.
create table intelshare.match_key (
    key       bytea    not null,
    indicator uuid     not null,
    fold      smallint not null,
    primary key (key, indicator)
);
create index match_key_indicator on intelshare.match_key (indicator);
create index match_key_fold on intelshare.match_key (fold);

-- Where each audience finds a record; 'owner:<member>' is the owner's own and moves with every fact. A fact that tells all
-- readers something new writes every row afresh; a change of release adds a row for each audience that it may let in, at
-- its own version, and leaves the others. Rows are hints that narrow: the law decides, and it also says by which version a
-- reader was let in, which is the one row where that reader finds the record.
create sequence intelshare.posting_pos;
create table intelshare.posting (
    audience  text        not null,
    indicator uuid        not null,
    xid       xid8        not null default pg_current_xact_id(),
    pos       bigint      not null,
    at        timestamptz not null,
    version   int         not null,
    kind      text        not null,
    purposes  text[]      not null,
    feeds     boolean     not null,
    protected boolean     not null,
    primary key (audience, indicator, version)
);
create index posting_page on intelshare.posting (audience, xid desc, pos desc);
create index posting_indicator on intelshare.posting (indicator);

-- What a key was used for: a reference to the record, never its content.
create table intelshare.idempotency (
    member    text        not null,
    route     text        not null,
    key       text        not null,
    body_mac  bytea       not null,
    indicator uuid        not null,
    at        timestamptz not null,
    primary key (member, route, key)
);
create index idempotency_at on intelshare.idempotency (at);

-- One row per operation, durable before its answer leaves. registry_version is not null on purpose: it is filled by
-- (select version from registry where version = $decided), so an entry cannot be written under a registry that moved.
create table intelshare.audit_entry (
    id               uuid        not null,
    at               timestamptz not null,
    xid              xid8        not null default pg_current_xact_id(),
    member           text        not null,
    client           text        not null,
    officer          text        not null,
    token            text        not null,
    act              text        not null,
    outcome          text        not null,
    purpose          text,
    case_mac         bytea,
    owners           text[]      not null,
    records          uuid[]      not null,
    levels           text[]      not null,
    registry_version bigint      not null,
    primary key (at, id)
) partition by range (at);
create table intelshare.audit_entry_beyond partition of intelshare.audit_entry default;
create index audit_entry_member on intelshare.audit_entry (member, at desc, id desc);
create index audit_entry_records on intelshare.audit_entry using gin (records);
create index audit_entry_owners on intelshare.audit_entry using gin (owners);

-- Readable detail of an entry (case, justification): sealed, apart and erasable.
create table intelshare.audit_detail (
    entry uuid        primary key,
    at    timestamptz not null,
    box   bytea       not null
);

-- Unauthenticated requests are counted, so that nobody fills the log from outside.
create table intelshare.refused_knock (
    minute  timestamptz not null,
    address text        not null,
    count   bigint      not null,
    primary key (minute, address)
);
