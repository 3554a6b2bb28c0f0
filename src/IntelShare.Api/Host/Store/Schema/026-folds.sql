-- All keys but those of an older folding have the same fold: a tree of them cost each new key as much as finding it does.
drop index intelshare.match_key_fold;
create index match_key_fold on intelshare.match_key using brin (fold) with (autosummarize = on);
