-- Up to which authority each member was told of what others share, and the walk through all records that tells it of what a greater one opened.
create table intelshare.authority (
    member   text  primary key,
    told     jsonb not null,
    becoming jsonb,
    after    uuid
);
