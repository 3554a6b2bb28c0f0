-- What a write may have to tell other owners, until somebody has looked: where its record stood before, and the match keys
-- it had then. Every step that readers may notice writes its row, whatever others hold.
create table intelshare.cross_match_due (
    pos       bigint  generated always as identity primary key,
    indicator uuid    not null,
    since     int     not null,
    held      bytea[] not null
);

-- Of a cross-match: the match key and the other owner. However many records match and however often, one line of this
-- stands until it is acknowledged.
alter table intelshare.notice add column key bytea, add column other text;
create unique index notice_once on intelshare.notice (member, key, other) where acknowledged_at is null and kind = 'cross-match';
create index notice_open on intelshare.notice (member, xid, pos) where acknowledged_at is null;

-- How many values a member, and each of its officers, asked for on a day; the member's own line has no officer. The budget
-- stands in the row, so that a request beyond it fails before anything is looked up.
create table intelshare.value_spent (
    member  text not null,
    officer text not null,
    day     date not null,
    spent   int  not null,
    most    int  not null,
    primary key (member, officer, day),
    constraint value_budget check (spent <= most)
);

-- Of a search: the distinct values asked for, and those with an outcome. Numbers, never values.
alter table intelshare.audit_entry add column asked int not null default 0, add column found int not null default 0;

-- An officer whose searches look like guessing; once a day.
create table intelshare.probing (
    id      uuid        primary key,
    member  text        not null,
    officer text        not null,
    day     date        not null,
    since   timestamptz not null,
    until   timestamptz not null,
    asked   int         not null,
    found   int         not null,
    unique (member, officer, day)
);
