-- What a posted envelope's objects came to, sealed: their ids were made by others, and may be digests of what they name. Forgotten after a day.
alter table intelshare.import add column status text;
