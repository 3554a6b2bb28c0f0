-- The order in which feeds tell: of transactions, each at a moment of its own once every older one is over. A row of one stands at
-- 16 microseconds for each position since the transaction's first, so that no two moments are the same, and each leaves room for 16 objects.
create table intelshare.tide (
    xid   xid8        primary key,
    first bigint      not null,
    last  bigint      not null,
    at    timestamptz
);
create unique index tide_at on intelshare.tide (at);
create index tide_due on intelshare.tide (xid) where at is null;
insert into intelshare.tide (xid, first, last) select xid, min(pos), max(pos) from intelshare.posting group by xid;

-- Where readers learn that a record is theirs to read no more: under the classes in which they found it before, at the place of what took it away.
create table intelshare.departure (
    class     bigint      not null,
    indicator uuid        not null,
    xid       xid8        not null default pg_current_xact_id(),
    pos       bigint      not null,
    version   int         not null,
    since     timestamptz not null,
    primary key (indicator, version, class)
);
create index departure_page on intelshare.departure (class, xid, pos) include (indicator, version, since);

-- The record as the law saw it until then: a departure is told only to whom that gave the record in full. No content, and no words of anybody.
create table intelshare.departed (
    indicator uuid  not null,
    version   int   not null,
    departure jsonb not null,
    primary key (indicator, version)
);
