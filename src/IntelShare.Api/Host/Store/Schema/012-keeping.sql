-- An owner's records by their review day, the next to be decided first; an erased one has none.
create index indicator_review on doc.mt_doc_indicator ((data ->> 'owner'), (data -> 'retention' ->> 'reviewBy'), id) where data ->> 'status' <> 'erased';
create index indicator_due on doc.mt_doc_indicator ((data -> 'retention' ->> 'reviewBy')) where data ->> 'status' <> 'erased';
create index indicator_erased on doc.mt_doc_indicator (id) where data ->> 'status' = 'erased';

-- What an erasure looks for.
create index regrade_proposal_record on doc.mt_doc_regrade_proposal (((data ->> 'record')::uuid));
create index cross_match_due_indicator on intelshare.cross_match_due (indicator);
create index notice_about on intelshare.notice (about);

-- Which reminder of a review day an owner was given: 90, 30 or 7 days before.
create table intelshare.review_told (
    indicator uuid not null,
    review_by date not null,
    days      int  not null,
    primary key (indicator, review_by, days)
);
