-- Records that an earlier run of an import brought in or named: the rows of a run make way for those of the next, the set loses none.
create table intelshare.import_named (
    import    uuid not null,
    indicator uuid not null,
    primary key (import, indicator)
);
