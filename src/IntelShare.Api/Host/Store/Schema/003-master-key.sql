-- A keyed hash that only this database's master key gives. Under another key every search would find nothing, silently.
create table intelshare.master_key (
    only_row boolean primary key default true check (only_row),
    proof    bytea   not null
);
