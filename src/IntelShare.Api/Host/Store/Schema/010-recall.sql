-- Recalls as the inline projection folds them: words sealed.
CREATE TABLE IF NOT EXISTS doc.mt_doc_recall (
    id                  uuid                        NOT NULL,
    data                jsonb                       NOT NULL,
    mt_last_modified    timestamp with time zone    NULL DEFAULT (transaction_timestamp()),
    mt_dotnet_type      varchar                     NULL,
    mt_version          bigint                      NOT NULL DEFAULT 0,
CONSTRAINT pkey_mt_doc_recall_id PRIMARY KEY (id)
);

-- One row per side: where each agency finds its recalls, newest first. Waits: the moment at which a recipient that has not
-- answered is told next; null once it answered or was told all, and for the owner.
create table intelshare.recall_side (
    member text        not null,
    id     uuid        not null,
    issued boolean     not null,
    at     timestamptz not null,
    due    timestamptz not null,
    waits  timestamptz,
    primary key (member, id)
);
create index recall_side_page on intelshare.recall_side (member, issued, at desc, id desc);
create index recall_side_waits on intelshare.recall_side (waits) where waits is not null;

-- A reminder and an overdue recall are told each member once, whichever node looks and however late.
create unique index notice_recall_once on intelshare.notice (member, about, kind) where kind in ('recall-reminder', 'recall-overdue');

-- However often a record is corrected, one line of it stands in an inbox until it is acknowledged.
create unique index notice_corrected on intelshare.notice (member, about) where acknowledged_at is null and kind = 'corrected';
