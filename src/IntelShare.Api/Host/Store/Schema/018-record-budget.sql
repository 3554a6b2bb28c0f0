-- Of which records and hits of others a member, and each of its officers, was told on a day: keyed references, made anew for each
-- member and day, so that one counts once. The member's own line has no officer. Both are deleted when the day is over.
create table intelshare.record_told (
    day     date  not null,
    member  text  not null,
    officer text  not null,
    record  bytea not null,
    primary key (day, member, officer, record)
);
create table intelshare.record_count (
    member  text not null,
    officer text not null,
    day     date not null,
    told    int  not null,
    primary key (member, officer, day)
);
comment on table intelshare.refused_knock is 'Requests without a good token by address, and those of members beyond their limit as member:<id>.';
