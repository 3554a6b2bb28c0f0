-- Narrower indexes of the trail: entries of one transaction, or of one moment, are few and are sorted where they are read.
-- What waits beside a GIN index is kept short: every look-up reads all of it.
drop index intelshare.audit_entry_xid;
create index audit_entry_xid on intelshare.audit_entry (xid);
drop index intelshare.audit_entry_member;
create index audit_entry_member on intelshare.audit_entry (member, at desc);
drop index intelshare.audit_entry_records;
create index audit_entry_records on intelshare.audit_entry using gin (records) with (gin_pending_list_limit = 512);
drop index intelshare.audit_entry_owners;
create index audit_entry_owners on intelshare.audit_entry using gin (owners) with (gin_pending_list_limit = 512);
drop index intelshare.audit_fold_entries;
create index audit_fold_entries on intelshare.audit_fold using gin (entries) with (gin_pending_list_limit = 512);
