-- Acts that wait for a second administrator, as the inline projection folds them.
CREATE TABLE IF NOT EXISTS doc.mt_doc_pending_act (
    id                  uuid                        NOT NULL,
    data                jsonb                       NOT NULL,
    mt_last_modified    timestamp with time zone    NULL DEFAULT (transaction_timestamp()),
    mt_dotnet_type      varchar                     NULL,
    mt_version          bigint                      NOT NULL DEFAULT 0,
CONSTRAINT pkey_mt_doc_pending_act_id PRIMARY KEY (id)
);

-- A client's key was its public part alone, and is now that with the times at which it is trusted.
update doc.mt_doc_member set data = jsonb_set(data, '{clients}', coalesce((
    select jsonb_object_agg(client.key, jsonb_set(client.value, '{keys}', coalesce((
        select jsonb_object_agg(key.key, case jsonb_typeof(key.value) when 'string' then jsonb_build_object('jwk', key.value) else key.value end)
        from jsonb_each(client.value->'keys') key), '{}')))
    from jsonb_each(data->'clients') client), '{}'));
