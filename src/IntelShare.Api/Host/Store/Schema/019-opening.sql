-- Whether this database is the one that the hub last wrote to. The mark rises every minute, and each node keeps the last that it
-- raised outside the database: a database with a lower one was restored, and stays closed until two administrators open it.
create table intelshare.opening (
    mark        bigint      not null,
    marked_at   timestamptz not null,
    closed      boolean     not null,
    incarnation int         not null
);
create unique index opening_one on intelshare.opening ((true));
insert into intelshare.opening (mark, marked_at, closed, incarnation) values (0, now(), false, 0);

-- Each opening after a restore: what was lost between, and who opened. A proposal until it is seconded.
create table intelshare.reopening (
    id          uuid        primary key,
    plan        bytea       not null,
    lost_from   timestamptz not null,
    lost_until  timestamptz not null,
    proposed_by text[]      not null,
    proposed_at timestamptz not null,
    seconded_by text[],
    seconded_at timestamptz
);
create unique index reopening_open on intelshare.reopening ((true)) where seconded_at is null;
