-- Disclosure requests as the inline projection folds them: words sealed, everything else as the law asks it.
CREATE TABLE IF NOT EXISTS doc.mt_doc_disclosure_request (
    id                  uuid                        NOT NULL,
    data                jsonb                       NOT NULL,
    mt_last_modified    timestamp with time zone    NULL DEFAULT (transaction_timestamp()),
    mt_dotnet_type      varchar                     NULL,
    mt_version          bigint                      NOT NULL DEFAULT 0,
CONSTRAINT pkey_mt_doc_disclosure_request_id PRIMARY KEY (id)
);

-- One row per side: where each agency finds its requests, newest first. A lapse is no row, since time alone makes it:
-- what is not answered and due.
create table intelshare.disclosure_queue (
    member   text        not null,
    id       uuid        not null,
    received boolean     not null,
    at       timestamptz not null,
    state    text        not null,
    due      timestamptz not null,
    primary key (member, id)
);
create index disclosure_queue_page on intelshare.disclosure_queue (member, at desc, id desc);
create index disclosure_queue_request on intelshare.disclosure_queue (id);

-- The owner's ledger: which record went to whom by which request. The rest is in the request.
create table intelshare.disclosure (
    owner     text        not null,
    at        timestamptz not null,
    request   uuid        not null,
    indicator uuid        not null,
    primary key (request, indicator)
);
create index disclosure_page on intelshare.disclosure (owner, at desc, request desc, indicator desc);
create index disclosure_indicator on intelshare.disclosure (indicator);
