-- When a later grant of the same on the same record took a line's place. A revocation of the later one brings nothing back.
alter table intelshare.disclosure add column replaced_at timestamptz;
