-- The run-time role: no DDL; facts and audit entries can be added and read, never changed or removed.
do $$ begin
    if not exists (select from pg_roles where rolname = 'intelshare_app') then
        create role intelshare_app nologin;
    end if;
end $$;

grant usage on schema es, doc, intelshare to intelshare_app;

grant select, insert on es.mt_events to intelshare_app;
grant select, insert, update on es.mt_streams to intelshare_app;
grant select, insert, update, delete on es.mt_doc_deadletterevent, es.mt_event_projection_floors, es.mt_event_progression, es.mt_high_water_skips to intelshare_app;
grant usage, select on all sequences in schema es to intelshare_app;
grant execute on all functions in schema es, doc to intelshare_app;

grant select, insert, update, delete on all tables in schema doc to intelshare_app;

grant select, update on intelshare.registry to intelshare_app;
grant select, insert on intelshare.master_key to intelshare_app;
grant select, insert, delete on intelshare.record_key, intelshare.match_key to intelshare_app;
grant select, insert, update, delete on intelshare.posting to intelshare_app;
grant select, insert on intelshare.posting_class, intelshare.departure, intelshare.departed, intelshare.enrolment to intelshare_app;
grant select, insert, update (last, at) on intelshare.tide to intelshare_app;
grant select, insert, update (ended_at, status) on intelshare.import to intelshare_app;
grant select, insert, update, delete on intelshare.import_row to intelshare_app;
grant select, insert on intelshare.import_named to intelshare_app;
grant select, insert, update (run, import) on intelshare.import_turn to intelshare_app;
grant select, insert, update on intelshare.refused_knock to intelshare_app;
grant select, insert, delete on intelshare.idempotency to intelshare_app;
grant select, insert on intelshare.audit_detail to intelshare_app;
revoke delete on intelshare.audit_detail from intelshare_app;
grant select, insert, update, delete on intelshare.notice to intelshare_app;
grant select, insert, delete on intelshare.review_told to intelshare_app;
grant select, insert, update on intelshare.authority, intelshare.disclosure_queue, intelshare.recall_side to intelshare_app;
grant select, insert, update (replaced_at) on intelshare.disclosure to intelshare_app;
grant select, insert, delete on intelshare.cross_match_due, intelshare.used_on to intelshare_app;
grant select, insert, update, delete on intelshare.value_spent to intelshare_app;
grant select, insert, update, delete on intelshare.record_told, intelshare.record_count to intelshare_app;
grant select, insert on intelshare.probing to intelshare_app;
grant select, insert on intelshare.subject_queue to intelshare_app;
grant select, insert, delete on intelshare.subject_due to intelshare_app;
grant select, insert on intelshare.audit_entry, intelshare.audit_fold, intelshare.audit_node, intelshare.audit_sample to intelshare_app;
grant select on intelshare.audit_checkpoint to intelshare_app;
grant select, insert, update (confirmed_by, confirmed_at, lifting_by, lifting_at, lifted_by, lifted_at) on intelshare.audit_hold to intelshare_app;
grant execute on function intelshare.drop_audit_month(date) to intelshare_app;
grant select, update on intelshare.opening to intelshare_app;
grant select, insert, update (plan, lost_from, lost_until, proposed_by, proposed_at, seconded_by, seconded_at) on intelshare.reopening to intelshare_app;
grant usage on schema intelshare_schema to intelshare_app;
grant select on intelshare_schema.step to intelshare_app;
grant usage on all sequences in schema intelshare to intelshare_app;
