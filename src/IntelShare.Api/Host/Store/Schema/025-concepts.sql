-- What the lexicon steward made of the published list of concepts, as the inline projection folds it: one row.
CREATE TABLE IF NOT EXISTS doc.mt_doc_concepts (
    id                  uuid                        NOT NULL,
    data                jsonb                       NOT NULL,
    mt_last_modified    timestamp with time zone    NULL DEFAULT (transaction_timestamp()),
    mt_dotnet_type      varchar                     NULL,
    mt_version          bigint                      NOT NULL DEFAULT 0,
CONSTRAINT pkey_mt_doc_concepts_id PRIMARY KEY (id)
);
