-- Where the feeds tell that an agency is there: at the moment of its enrolment, before all that it shares. What was enrolled before this step stands
-- before every moment, under the transaction 0, in the order in which it was told so far.
create table intelshare.enrolment (
    member text   primary key,
    xid    xid8   not null default pg_current_xact_id(),
    pos    bigint not null
);
create index enrolment_page on intelshare.enrolment (xid, pos);
insert into intelshare.enrolment (member, xid, pos) select data->>'id', '0', row_number() over (order by data->>'id' collate "C") from doc.mt_doc_member;
