-- Beside clients, keys and officers, the long tokens of feeds that an agency registered: few rows, and each tells its agency
-- whether a machine still carries it.
alter table intelshare.used_on drop constraint used_on_what_check;
alter table intelshare.used_on add constraint used_on_what_check check (what in ('client', 'key', 'officer', 'token'));

insert into intelshare.used_on (member, what, id, day)
select distinct e.member, 'token', e.token, (e.at at time zone 'UTC')::date
from (select m.data->>'id' as member, c.key as client, t.key as token
      from doc.mt_doc_member m cross join lateral jsonb_each(m.data->'clients') c cross join lateral jsonb_each(coalesce(c.value->'tokens', '{}')) t) r
join intelshare.audit_entry e using (member, client, token)
where e.officer <> '' and e.act <> 'token-refused'
on conflict do nothing;

-- Each end of a credential is told its agency once at each stage, whichever node looks and however late.
create unique index notice_credential_expiring on intelshare.notice (member, about) where kind = 'credential-expiring';
