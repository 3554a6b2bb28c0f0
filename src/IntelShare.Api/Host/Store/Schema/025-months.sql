-- Who submitted a record first, and in which month of UTC: the events of the MISP feed. Outlives the record's content, since a removal is told in its event.
create table intelshare.submitted (
    owner     text not null,
    kind      text not null,
    month     date not null,
    indicator uuid not null,
    primary key (owner, kind, month, indicator)
);
insert into intelshare.submitted (owner, kind, month, indicator)
select coalesce(data -> 'formerOwners' ->> 0, data ->> 'owner'), data ->> 'kind', date_trunc('month', (data ->> 'submittedAt')::timestamptz at time zone 'UTC')::date, id from doc.mt_doc_indicator;
