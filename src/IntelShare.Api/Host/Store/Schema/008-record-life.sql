-- What recipients say of a record: sightings and proposals of another grade. Documents of the event store, as it makes them;
-- an open proposal takes a place of which there is one for each member and record.
CREATE TABLE IF NOT EXISTS doc.mt_doc_regrade_proposal (
    id                  uuid                        NOT NULL,
    data                jsonb                       NOT NULL,
    mt_last_modified    timestamp with time zone    NULL DEFAULT (transaction_timestamp()),
    mt_dotnet_type      varchar                     NULL,
    mt_version          bigint                      NOT NULL DEFAULT 0,
    owner               varchar                     NULL,
    member              varchar                     NULL,
    at                  timestamp with time zone    NULL,
    place               varchar                     NULL,
CONSTRAINT pkey_mt_doc_regrade_proposal_id PRIMARY KEY (id)
);

CREATE INDEX mt_doc_regrade_proposal_idx_owner ON doc.mt_doc_regrade_proposal USING btree (owner);

CREATE INDEX mt_doc_regrade_proposal_idx_member ON doc.mt_doc_regrade_proposal USING btree (member);

CREATE INDEX mt_doc_regrade_proposal_idx_at ON doc.mt_doc_regrade_proposal USING btree (at);

CREATE UNIQUE INDEX mt_doc_regrade_proposal_idx_place ON doc.mt_doc_regrade_proposal USING btree (place);
CREATE TABLE IF NOT EXISTS doc.mt_doc_sighting (
    id                  uuid                        NOT NULL,
    data                jsonb                       NOT NULL,
    mt_last_modified    timestamp with time zone    NULL DEFAULT (transaction_timestamp()),
    mt_dotnet_type      varchar                     NULL,
    mt_version          bigint                      NOT NULL DEFAULT 0,
    record              uuid                        NULL,
    at                  timestamp with time zone    NULL,
CONSTRAINT pkey_mt_doc_sighting_id PRIMARY KEY (id)
);

CREATE INDEX mt_doc_sighting_idx_record ON doc.mt_doc_sighting USING btree (record);

CREATE INDEX mt_doc_sighting_idx_at ON doc.mt_doc_sighting USING btree (at);
