-- Whose run of which import may bring in rows of a member: a run whose lock was lost with its connection brings in nothing more.
create table intelshare.import_turn (
    member text primary key,
    run    uuid not null,
    import uuid not null
);
