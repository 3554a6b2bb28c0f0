-- What an agency is told without asking, in the order of (xid, pos). A notice names what it is about and holds no content:
-- what its reader may see of that is decided when it is read.
create sequence intelshare.notice_pos;
create table intelshare.notice (
    member          text        not null,
    xid             xid8        not null default pg_current_xact_id(),
    pos             bigint      not null default nextval('intelshare.notice_pos'),
    id              uuid        not null,
    at              timestamptz not null,
    kind            text        not null,
    about           uuid        not null,
    acknowledged_at timestamptz,
    acknowledged_by text,
    primary key (id)
);
create index notice_page on intelshare.notice (member, xid, pos);
