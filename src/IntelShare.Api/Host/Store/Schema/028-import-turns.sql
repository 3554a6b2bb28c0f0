-- Which run of an import may bring in rows of a member. One that lost its lock with its connection loses this row to the next.
create table intelshare.import_turn (
    member text primary key,
    run    uuid not null,
    import uuid not null
);
