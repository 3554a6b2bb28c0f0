-- All keys but those of an older folding have the same fold: they need no tree of it. Of the older ones only the records are asked for.
create index match_key_outdated on intelshare.match_key (indicator) where fold < 2;
drop index intelshare.match_key_fold;
