-- Persons' requests as the inline projection folds them: identifiers and words sealed, owners and their records by id.
CREATE TABLE IF NOT EXISTS doc.mt_doc_subject_request (
    id                  uuid                        NOT NULL,
    data                jsonb                       NOT NULL,
    mt_last_modified    timestamp with time zone    NULL DEFAULT (transaction_timestamp()),
    mt_dotnet_type      varchar                     NULL,
    mt_version          bigint                      NOT NULL DEFAULT 0,
CONSTRAINT pkey_mt_doc_subject_request_id PRIMARY KEY (id)
);

-- Where each agency finds the requests that it took in, and apart from them those it was consulted about, newest first.
create table intelshare.subject_queue (
    member text        not null,
    side   text        not null,
    id     uuid        not null,
    at     timestamptz not null,
    primary key (member, side, id)
);
create index subject_queue_page on intelshare.subject_queue (member, side, at desc, id desc);

-- Of what each agency is still to be reminded. Whoever acts in time takes its rows away; whoever tells takes a row in the
-- transaction of its notices, so that nothing is told twice.
create table intelshare.subject_due (
    request uuid        not null,
    member  text        not null,
    step    text        not null,
    at      timestamptz not null,
    primary key (request, member, step)
);
create index subject_due_at on intelshare.subject_due (at);
