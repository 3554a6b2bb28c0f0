-- On which days (UTC) an agency's clients, keys and officers were at work: one row a day for each, so that a report tells by
-- index since when one rests. Written where entries are sealed; kept as long as they are.
create table intelshare.used_on (
    member text not null,
    what   text not null check (what in ('client', 'key', 'officer')),
    id     text not null,
    day    date not null,
    primary key (member, what, id, day)
);
create index used_on_day on intelshare.used_on using brin (day);

insert into intelshare.used_on (member, what, id, day)
select distinct e.member, u.what, u.id, (e.at at time zone 'UTC')::date
from intelshare.audit_entry e cross join lateral (values ('client', e.client), ('key', e.key), ('officer', e.officer)) u(what, id)
where e.officer <> '' and e.act <> 'token-refused' and u.id <> '';
