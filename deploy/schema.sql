create schema if not exists intelshare_schema;
create table if not exists intelshare_schema.step (name text primary key, at timestamptz not null default now());

-- 001-facts-and-documents.sql
DO $$
BEGIN      IF NOT EXISTS (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = 'doc') THEN
        BEGIN
          EXECUTE 'CREATE SCHEMA IF NOT EXISTS doc';
        EXCEPTION
          WHEN duplicate_schema THEN NULL;
          WHEN unique_violation THEN NULL;
        END;
      END IF;

      IF NOT EXISTS (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = 'es') THEN
        BEGIN
          EXECUTE 'CREATE SCHEMA IF NOT EXISTS es';
        EXCEPTION
          WHEN duplicate_schema THEN NULL;
          WHEN unique_violation THEN NULL;
        END;
      END IF;

END
$$;


CREATE
OR REPLACE FUNCTION doc.mt_immutable_timestamp(value text) RETURNS timestamp without time zone LANGUAGE sql IMMUTABLE AS
$function$
select value::timestamp

$function$;


CREATE
OR REPLACE FUNCTION doc.mt_immutable_timestamptz(value text) RETURNS timestamp with time zone LANGUAGE sql IMMUTABLE AS
$function$
select value::timestamptz

$function$;


CREATE
OR REPLACE FUNCTION doc.mt_immutable_time(value text) RETURNS time without time zone LANGUAGE sql IMMUTABLE AS
$function$
select value::time

$function$;


CREATE
OR REPLACE FUNCTION doc.mt_immutable_date(value text) RETURNS date LANGUAGE sql IMMUTABLE AS
$function$
select value::date

$function$;


CREATE
OR REPLACE FUNCTION doc.mt_grams_vector(text, use_unaccent boolean DEFAULT false)
        RETURNS tsvector
        LANGUAGE plpgsql
        IMMUTABLE STRICT
AS $function$
BEGIN
RETURN (SELECT array_to_string(doc.mt_grams_array($1, use_unaccent), ' ') ::tsvector);
END
$function$;


CREATE
OR REPLACE FUNCTION doc.mt_grams_query(text, use_unaccent boolean DEFAULT false)
        RETURNS tsquery
        LANGUAGE plpgsql
        IMMUTABLE STRICT
AS $function$
BEGIN
RETURN (SELECT array_to_string(doc.mt_grams_array($1, use_unaccent), ' & ') ::tsquery);
END
$function$;


CREATE
OR REPLACE FUNCTION doc.mt_grams_array(words text, use_unaccent boolean DEFAULT false)
        RETURNS text[]
        LANGUAGE plpgsql
        IMMUTABLE STRICT
AS $function$
        DECLARE
result text[];
        DECLARE
word text;
        DECLARE
clean_word text;
BEGIN
                FOREACH
word IN ARRAY string_to_array(words, ' ')
                LOOP
                     clean_word = regexp_replace(doc.mt_safe_unaccent(use_unaccent, word), '[^a-zA-Z0-9]+', '','g');
FOR i IN 1 .. length(clean_word)
                     LOOP
                         result := result || quote_literal(substr(lower(clean_word), i, 1));
                         result
:= result || quote_literal(substr(lower(clean_word), i, 2));
                         result
:= result || quote_literal(substr(lower(clean_word), i, 3));
END LOOP;
END LOOP;

RETURN ARRAY(SELECT DISTINCT e FROM unnest(result) AS a(e) ORDER BY e);
END;
$function$;


CREATE OR REPLACE FUNCTION doc.mt_jsonb_append(jsonb, text[], jsonb, boolean, jsonb default null::jsonb)
    RETURNS jsonb
    LANGUAGE plpgsql
AS $function$
DECLARE
    retval ALIAS FOR $1;
    location ALIAS FOR $2;
    val ALIAS FOR $3;
    if_not_exists ALIAS FOR $4;
    patch_expression ALIAS FOR $5;
    tmp_value jsonb;
BEGIN
    tmp_value = retval #> location;
    IF tmp_value IS NOT NULL AND jsonb_typeof(tmp_value) = 'array' THEN
        CASE
            WHEN NOT if_not_exists THEN
                retval = jsonb_set(retval, location, tmp_value || val, FALSE);
            WHEN patch_expression IS NULL AND jsonb_typeof(val) = 'object' AND NOT tmp_value @> jsonb_build_array(val) THEN
                retval = jsonb_set(retval, location, tmp_value || val, FALSE);
            WHEN patch_expression IS NULL AND jsonb_typeof(val) <> 'object' AND NOT tmp_value @> val THEN
                retval = jsonb_set(retval, location, tmp_value || val, FALSE);
            WHEN patch_expression IS NOT NULL AND jsonb_typeof(patch_expression) = 'array' AND jsonb_array_length(patch_expression) = 0 THEN
                retval = jsonb_set(retval, location, tmp_value || val, FALSE);
            ELSE NULL;
            END CASE;
    END IF;
    RETURN retval;
END;
$function$;


CREATE OR REPLACE FUNCTION doc.mt_jsonb_append_key_value(jsonb, text[], jsonb, boolean)
    RETURNS jsonb
    LANGUAGE plpgsql
AS $function$
DECLARE
    retval ALIAS FOR $1;
    location ALIAS FOR $2;
    val ALIAS FOR $3;
    if_not_exists ALIAS FOR $4;
    tmp_value jsonb;
    _key text;
BEGIN
    tmp_value = retval #> location;

    IF tmp_value IS NOT NULL AND jsonb_typeof(tmp_value) = 'object' THEN
        CASE
            WHEN NOT if_not_exists THEN
                retval = jsonb_set(retval, location, tmp_value || val, FALSE);
            WHEN NOT tmp_value ?| ARRAY(SELECT jsonb_object_keys(val)) THEN
                retval = jsonb_set(retval, location, tmp_value || val, FALSE);
            ELSE NULL;
        END CASE;
    END IF;
    RETURN retval;
END;
$function$;


CREATE OR REPLACE FUNCTION doc.mt_jsonb_copy(jsonb, text[], text[])
    RETURNS jsonb
    LANGUAGE plpgsql
AS $function$
DECLARE
    retval ALIAS FOR $1;
    src_path ALIAS FOR $2;
    dst_path ALIAS FOR $3;
    tmp_value jsonb;
BEGIN
    tmp_value = retval #> src_path;
    retval = doc.mt_jsonb_fix_null_parent(retval, dst_path);
    RETURN jsonb_set(retval, dst_path, tmp_value::jsonb, TRUE);
END;
$function$;


CREATE OR REPLACE FUNCTION doc.mt_jsonb_duplicate(jsonb, text[], jsonb)
RETURNS jsonb
LANGUAGE plpgsql
AS $function$
DECLARE
    retval ALIAS FOR $1;
    location ALIAS FOR $2;
    targets ALIAS FOR $3;
    tmp_value jsonb;
    target_path text[];
    target text;
BEGIN
    FOR target IN SELECT jsonb_array_elements_text(targets)
    LOOP
        target_path = doc.mt_jsonb_path_to_array(target, '\.');
        retval = doc.mt_jsonb_copy(retval, location, target_path);
    END LOOP;

    RETURN retval;
END;
$function$;


CREATE OR REPLACE FUNCTION doc.mt_jsonb_fix_null_parent(jsonb, text[])
    RETURNS jsonb
    LANGUAGE plpgsql
AS $function$
DECLARE
retval ALIAS FOR $1;
    dst_path ALIAS FOR $2;
    dst_path_segment text[] = ARRAY[]::text[];
    dst_path_array_length integer;
    i integer = 1;
BEGIN
    dst_path_array_length = array_length(dst_path, 1);
    WHILE i <=(dst_path_array_length - 1)
    LOOP
        dst_path_segment = dst_path_segment || ARRAY[dst_path[i]];
        IF retval #> dst_path_segment IS NULL OR retval #> dst_path_segment = 'null'::jsonb THEN
            retval = jsonb_set(retval, dst_path_segment, '{}'::jsonb, TRUE);
        END IF;
        i = i + 1;
    END LOOP;

    RETURN retval;
END;
$function$;


CREATE OR REPLACE FUNCTION doc.mt_jsonb_increment(jsonb, text[], numeric)
    RETURNS jsonb
    LANGUAGE plpgsql
AS $function$
DECLARE
retval ALIAS FOR $1;
    location ALIAS FOR $2;
    increment_value ALIAS FOR $3;
    tmp_value jsonb;
BEGIN
    tmp_value = retval #> location;
    IF tmp_value IS NULL THEN
        tmp_value = to_jsonb(0);
END IF;

RETURN jsonb_set(retval, location, to_jsonb(tmp_value::numeric + increment_value), TRUE);
END;
$function$;


CREATE OR REPLACE FUNCTION doc.mt_jsonb_insert(jsonb, text[], jsonb, integer, boolean, jsonb default null::jsonb)
    RETURNS jsonb
    LANGUAGE plpgsql
AS $function$
DECLARE
    retval ALIAS FOR $1;
    location ALIAS FOR $2;
    val ALIAS FOR $3;
    elm_index ALIAS FOR $4;
    if_not_exists ALIAS FOR $5;
    patch_expression ALIAS FOR $6;
    tmp_value jsonb;
BEGIN
    tmp_value = retval #> location;
    IF tmp_value IS NOT NULL AND jsonb_typeof(tmp_value) = 'array' THEN
        IF elm_index IS NULL THEN
            elm_index = jsonb_array_length(tmp_value) + 1;
        END IF;
        CASE
            WHEN NOT if_not_exists THEN
                retval = jsonb_insert(retval, location || elm_index::text, val);
            WHEN patch_expression IS NULL AND jsonb_typeof(val) = 'object' AND NOT tmp_value @> jsonb_build_array(val) THEN
                retval = jsonb_insert(retval, location || elm_index::text, val);
            WHEN patch_expression IS NULL AND jsonb_typeof(val) <> 'object' AND NOT tmp_value @> val THEN
                retval = jsonb_insert(retval, location || elm_index::text, val);
            WHEN patch_expression IS NOT NULL AND jsonb_typeof(patch_expression) = 'array' AND jsonb_array_length(patch_expression) = 0 THEN
                retval = jsonb_insert(retval, location || elm_index::text, val);
            ELSE NULL;
        END CASE;
    END IF;
    RETURN retval;
END;
$function$;


CREATE OR REPLACE FUNCTION doc.mt_jsonb_move(jsonb, text[], text)
    RETURNS jsonb
    LANGUAGE plpgsql
AS $function$
DECLARE
    retval ALIAS FOR $1;
    src_path ALIAS FOR $2;
    dst_name ALIAS FOR $3;
    dst_path text[];
    tmp_value jsonb;
BEGIN
    tmp_value = retval #> src_path;
    retval = retval #- src_path;
    dst_path = src_path;
    dst_path[array_length(dst_path, 1)] = dst_name;
    retval = doc.mt_jsonb_fix_null_parent(retval, dst_path);
    RETURN jsonb_set(retval, dst_path, tmp_value, TRUE);
END;
$function$;


CREATE OR REPLACE FUNCTION doc.mt_jsonb_path_to_array(text, character)
    RETURNS text[]
    LANGUAGE plpgsql
AS $function$
DECLARE
    location ALIAS FOR $1;
    regex_pattern ALIAS FOR $2;
BEGIN
RETURN regexp_split_to_array(location, regex_pattern)::text[];
END;
$function$;


CREATE OR REPLACE FUNCTION doc.mt_jsonb_remove(jsonb, text[], jsonb)
    RETURNS jsonb
    LANGUAGE plpgsql
AS $function$
DECLARE
    retval ALIAS FOR $1;
    location ALIAS FOR $2;
    val ALIAS FOR $3;
    tmp_value jsonb;
    tmp_remove jsonb;
    patch_remove jsonb;
BEGIN
    tmp_value = retval #> location;
    IF tmp_value IS NOT NULL AND jsonb_typeof(tmp_value) = 'array' THEN
        IF jsonb_typeof(val) = 'array' THEN
            tmp_remove = val;
        ELSE
            tmp_remove = jsonb_build_array(val);
        END IF;

        FOR patch_remove IN SELECT * FROM jsonb_array_elements(tmp_remove)
        LOOP
            tmp_value =(SELECT jsonb_agg(elem)
            FROM jsonb_array_elements(tmp_value) AS elem
            WHERE elem <> patch_remove);
        END LOOP;

        IF tmp_value IS NULL THEN
            tmp_value = '[]'::jsonb;
        END IF;
    END IF;
    RETURN jsonb_set(retval, location, tmp_value, FALSE);
END;
$function$;


CREATE OR REPLACE FUNCTION doc.mt_jsonb_remove_key(jsonb, text[], text)
    RETURNS jsonb
    LANGUAGE plpgsql
AS $function$
DECLARE
    retval ALIAS FOR $1;
    location ALIAS FOR $2;
    _key ALIAS FOR $3;
    tmp_value jsonb;
    tmp_remove jsonb;
    patch_remove jsonb;
BEGIN
    tmp_value = retval #> location;
    IF tmp_value IS NOT NULL AND jsonb_typeof(tmp_value) = 'object' THEN
        RETURN jsonb_set(retval, location, tmp_value - _key, FALSE);
    END IF;
    RETURN retval;
END;
$function$;


CREATE OR REPLACE FUNCTION doc.mt_jsonb_patch(jsonb, jsonb)
    RETURNS jsonb
    LANGUAGE plpgsql
AS $function$
DECLARE
    retval ALIAS FOR $1;
    patchset ALIAS FOR $2;
    patch jsonb;
    patch_path text[];
    patch_expression jsonb;
    value jsonb;
BEGIN
    FOR patch IN SELECT * from jsonb_array_elements(patchset)
    LOOP
        patch_path = doc.mt_jsonb_path_to_array((patch->>'path')::text, '\.');

        patch_expression = null;
        IF (patch->>'type') IN ('remove', 'append_if_not_exists', 'insert_if_not_exists') AND (patch->>'expression') IS NOT NULL THEN
            patch_expression = jsonb_path_query_array(retval #> patch_path, (patch->>'expression')::jsonpath);
        END IF;

        CASE patch->>'type'
            WHEN 'set' THEN
                retval = jsonb_set(retval, patch_path, (patch->'value')::jsonb, TRUE);
            WHEN 'delete' THEN
                retval = retval#-patch_path;
            WHEN 'append' THEN
                retval = doc.mt_jsonb_append(retval, patch_path, (patch->'value')::jsonb, FALSE);
            WHEN 'append_if_not_exists' THEN
                retval = doc.mt_jsonb_append(retval, patch_path, (patch->'value')::jsonb, TRUE, patch_expression);
            WHEN 'append_key_value' THEN
                retval = doc.mt_jsonb_append_key_value(retval, patch_path, (patch->'key_value')::jsonb, FALSE);
            WHEN 'append_key_value_if_not_exists' THEN
                retval = doc.mt_jsonb_append_key_value(retval, patch_path, (patch->'key_value')::jsonb, TRUE);
            WHEN 'insert' THEN
                retval = doc.mt_jsonb_insert(retval, patch_path, (patch->'value')::jsonb, (patch->>'index')::integer, FALSE);
            WHEN 'insert_if_not_exists' THEN
                retval = doc.mt_jsonb_insert(retval, patch_path, (patch->'value')::jsonb, (patch->>'index')::integer, TRUE, patch_expression);
            WHEN 'remove' THEN
                retval = doc.mt_jsonb_remove(retval, patch_path, COALESCE(patch_expression, (patch->'value')::jsonb));
            WHEN 'remove_key' THEN
                retval = doc.mt_jsonb_remove_key(retval, patch_path, (patch->>'key'));
            WHEN 'duplicate' THEN
                retval = doc.mt_jsonb_duplicate(retval, patch_path, (patch->'targets')::jsonb);
            WHEN 'rename' THEN
                retval = doc.mt_jsonb_move(retval, patch_path, (patch->>'to')::text);
            WHEN 'increment' THEN
                retval = doc.mt_jsonb_increment(retval, patch_path, (patch->>'increment')::numeric);
            WHEN 'increment_float' THEN
                retval = doc.mt_jsonb_increment(retval, patch_path, (patch->>'increment')::numeric);
            ELSE NULL;
        END CASE;
    END LOOP;
    RETURN retval;
END;
$function$;


CREATE
OR REPLACE FUNCTION doc.mt_safe_unaccent(use_unaccent BOOLEAN, word TEXT)
        RETURNS TEXT
        LANGUAGE plpgsql
        IMMUTABLE STRICT
AS $function$
BEGIN
IF use_unaccent THEN
    RETURN public.unaccent(word);
ELSE
    RETURN word;
END IF;
END;
$function$;


CREATE TABLE IF NOT EXISTS es.mt_doc_deadletterevent (
    id                  uuid                        NOT NULL,
    data                jsonb                       NOT NULL,
    mt_last_modified    timestamp with time zone    NULL DEFAULT (transaction_timestamp()),
    mt_version          uuid                        NOT NULL DEFAULT (md5(random()::text || clock_timestamp()::text)::uuid),
    mt_dotnet_type      varchar                     NULL,
CONSTRAINT pkey_mt_doc_deadletterevent_id PRIMARY KEY (id)
);
CREATE TABLE IF NOT EXISTS doc.mt_doc_indicator (
    id                  uuid                        NOT NULL,
    data                jsonb                       NOT NULL,
    mt_last_modified    timestamp with time zone    NULL DEFAULT (transaction_timestamp()),
    mt_dotnet_type      varchar                     NULL,
    mt_version          bigint                      NOT NULL DEFAULT 0,
CONSTRAINT pkey_mt_doc_indicator_id PRIMARY KEY (id)
);
CREATE TABLE IF NOT EXISTS doc.mt_doc_member (
    id                  uuid                        NOT NULL,
    data                jsonb                       NOT NULL,
    mt_last_modified    timestamp with time zone    NULL DEFAULT (transaction_timestamp()),
    mt_dotnet_type      varchar                     NULL,
    mt_version          bigint                      NOT NULL DEFAULT 0,
CONSTRAINT pkey_mt_doc_member_id PRIMARY KEY (id)
);
CREATE TABLE IF NOT EXISTS doc.mt_doc_party (
    id                  uuid                        NOT NULL,
    data                jsonb                       NOT NULL,
    mt_last_modified    timestamp with time zone    NULL DEFAULT (transaction_timestamp()),
    mt_dotnet_type      varchar                     NULL,
    mt_version          bigint                      NOT NULL DEFAULT 0,
CONSTRAINT pkey_mt_doc_party_id PRIMARY KEY (id)
);
CREATE TABLE IF NOT EXISTS doc.mt_doc_task_force (
    id                  uuid                        NOT NULL,
    data                jsonb                       NOT NULL,
    mt_last_modified    timestamp with time zone    NULL DEFAULT (transaction_timestamp()),
    mt_dotnet_type      varchar                     NULL,
    mt_version          bigint                      NOT NULL DEFAULT 0,
CONSTRAINT pkey_mt_doc_task_force_id PRIMARY KEY (id)
);
CREATE TABLE IF NOT EXISTS es.mt_streams (
    id                   uuid           NOT NULL,
    type                 varchar        NULL,
    version              bigint         NULL,
    timestamp            timestamptz    NOT NULL DEFAULT (now()),
    created              timestamptz    NOT NULL DEFAULT (now()),
    tenant_id            varchar        NULL DEFAULT '*DEFAULT*',
    compacted_version    bigint         NOT NULL DEFAULT 0,
    is_archived          bool           NULL DEFAULT FALSE,
CONSTRAINT pkey_mt_streams_id PRIMARY KEY (id)
);
CREATE TABLE IF NOT EXISTS es.mt_events (
    seq_id            bigint                      NOT NULL,
    id                uuid                        NOT NULL,
    stream_id         uuid                        NULL,
    version           bigint                      NOT NULL,
    data              jsonb                       NOT NULL,
    bdata             bytea                       NULL,
    type              varchar(500)                NOT NULL,
    timestamp         timestamp with time zone    NOT NULL DEFAULT (now()),
    tenant_id         varchar                     NULL DEFAULT '*DEFAULT*',
    mt_dotnet_type    varchar                     NULL,
    correlation_id    varchar                     NULL,
    causation_id      varchar                     NULL,
    headers           jsonb                       NULL,
    user_name         varchar                     NULL,
    is_archived       bool                        NULL DEFAULT FALSE,
CONSTRAINT pkey_mt_events_seq_id PRIMARY KEY (seq_id)
);

DO $do$
BEGIN
ALTER TABLE es.mt_events
ADD CONSTRAINT fkey_mt_events_stream_id FOREIGN KEY(stream_id)
REFERENCES es.mt_streams(id)ON DELETE CASCADE
;
EXCEPTION
    WHEN duplicate_object THEN NULL;
END
$do$;

CREATE UNIQUE INDEX pk_mt_events_stream_and_version ON es.mt_events USING btree (stream_id, version);

CREATE UNIQUE INDEX idx_mt_events_event_id ON es.mt_events USING btree (id);
CREATE SEQUENCE es.mt_events_sequence;
ALTER SEQUENCE es.mt_events_sequence OWNED BY es.mt_events.seq_id;
CREATE TABLE IF NOT EXISTS es.mt_event_progression (
    name                         varchar                     NOT NULL,
    last_seq_id                  bigint                      NULL,
    last_updated                 timestamp with time zone    NULL DEFAULT (transaction_timestamp()),
    mode                         varchar                     NULL DEFAULT 'none',
    rebuild_threshold            integer                     NULL DEFAULT 0,
    assigned_node                integer                     NULL DEFAULT 0,
    heartbeat                    timestamp with time zone    NULL,
    agent_status                 varchar(20)                 NULL,
    pause_reason                 text                        NULL,
    running_on_node              integer                     NULL,
    warning_behind_threshold     bigint                      NULL,
    critical_behind_threshold    bigint                      NULL,
    failure_category             varchar(50)                 NULL,
    failure_event_sequence       bigint                      NULL,
    failure_event_type           varchar(500)                NULL,
    failure_event_tenant_id      varchar(500)                NULL,
CONSTRAINT pk_mt_event_progression PRIMARY KEY (name)
);
CREATE TABLE IF NOT EXISTS es.mt_event_projection_floors (
    name            varchar                     NOT NULL,
    tenant_id       varchar                     NOT NULL,
    floor           bigint                      NOT NULL,
    last_updated    timestamp with time zone    NULL DEFAULT (transaction_timestamp()),
CONSTRAINT pkey_mt_event_projection_floors_name_tenant_id PRIMARY KEY (name, tenant_id)
);
CREATE
OR REPLACE FUNCTION es.mt_mark_event_progression(name varchar, last_encountered bigint) RETURNS VOID LANGUAGE plpgsql AS
$function$
BEGIN
INSERT INTO es.mt_event_progression (name, last_seq_id, last_updated)
VALUES (name, last_encountered, transaction_timestamp())
ON CONFLICT ON CONSTRAINT pk_mt_event_progression
    DO
UPDATE SET last_seq_id = last_encountered, last_updated = transaction_timestamp();

END;

$function$;



CREATE OR REPLACE FUNCTION es.mt_archive_stream(streamid uuid) RETURNS VOID LANGUAGE plpgsql AS
$function$
BEGIN
  update es.mt_streams set is_archived = TRUE where id = streamid ;
  update es.mt_events set is_archived = TRUE where stream_id = streamid ;
END;
$function$;


CREATE OR REPLACE FUNCTION es.mt_quick_append_events(stream uuid, stream_type varchar, tenantid varchar, event_ids uuid[], event_types varchar[], dotnet_types varchar[], bodies jsonb[], bdatas bytea[], causation_ids varchar[], correlation_ids varchar[], headers jsonb[], user_names varchar[], timestamps timestamp with time zone[], expected_version bigint DEFAULT NULL::bigint) RETURNS bigint[] AS $$
DECLARE
	event_version bigint;
	stream_is_archived boolean;
	event_type varchar;
	event_id uuid;
	body jsonb;
	index int;
	seq bigint;
    actual_tenant varchar;
    is_new_stream boolean := false;
	return_value bigint[];
BEGIN
    if expected_version IS NOT NULL then
        -- COALESCE turns the NULL we get for a brand-new stream into 0, so a
        -- FetchForWriting against a non-existent stream (which sets
        -- ExpectedVersionOnServer = 0) and a StartStream(id, version: 0) both
        -- land on the new-stream branch instead of mis-firing the guard.
        select version, is_archived into event_version, stream_is_archived from es.mt_streams where id = stream for update;
        if COALESCE(event_version, 0) != expected_version then
            RAISE EXCEPTION 'Stream version mismatch on ''%'': expected %, actual %', stream, expected_version, COALESCE(event_version, 0) USING ERRCODE = 'MT003';
        end if;
    else
        select version, is_archived into event_version, stream_is_archived from es.mt_streams where id = stream;
    end if;

	if event_version IS NULL then
		event_version = 0;
		is_new_stream := true;
		-- #5456 follow-up: insert the FINAL version straight away rather than 0 plus a
		-- trailing UPDATE of the row we just wrote in this same transaction. That UPDATE
		-- is a second heap tuple + WAL record per stream creation for no observable gain
		-- -- nothing outside this transaction can see the intermediate 0. The trailing
		-- UPDATE below is skipped for this branch via is_new_stream.
		insert into es.mt_streams (id, type, version, timestamp, tenant_id) values (stream, stream_type, COALESCE(array_length(event_ids, 1), 0), now(), tenantid);
    else
        if stream_is_archived then
            RAISE EXCEPTION 'Attempted to append event to archived stream with Id ''%''.', stream USING ERRCODE = 'MT001';
        end if;
        if tenantid IS NOT NULL then
            select tenant_id into actual_tenant from es.mt_streams where id = stream;
            if actual_tenant != tenantid then
                RAISE EXCEPTION 'The tenantid does not match the existing stream';
            end if;
        end if;
	end if;

	index := 1;
	-- #5062: array_length('{}', 1) is NULL in PostgreSQL, not 0, so a call with an
	-- empty event array used to return ARRAY[NULL] -- a bigint[] whose only element
	-- is NULL, which Npgsql cannot read into long[] ('Cannot read a non-nullable
	-- collection of elements because the returned array contains nulls'). COALESCE
	-- makes the empty case mean what it says: zero events appended, so the final
	-- version is the stream's current version.
	return_value := ARRAY[event_version + COALESCE(array_length(event_ids, 1), 0)];

	foreach event_id in ARRAY event_ids
	loop
        seq := nextval('es.mt_events_sequence');
		return_value := array_append(return_value, seq);

	    event_version := event_version + 1;
		event_type = event_types[index];
		body = bodies[index];

		-- #4515 / #4578 / Phase 2: bdatas[index] carries the binary payload
		-- for events opted in to binary serialization (NULL otherwise).
		-- bodies[index] is the {} JSON placeholder for those events so the
		-- existing data jsonb NOT NULL constraint stays intact.
		insert into es.mt_events
			(seq_id, id, stream_id, version, data, bdata, type, tenant_id, timestamp, mt_dotnet_type, is_archived, causation_id, correlation_id, headers, user_name)
		values
			(seq, event_id, stream, event_version, body, bdatas[index], event_type, tenantid, timestamps[index], dotnet_types[index], FALSE, causation_ids[index], correlation_ids[index], headers[index], user_names[index]);

		index := index + 1;
	end loop;

	-- A brand-new stream already carries its final version from the insert above, so the
	-- UPDATE is only needed when we appended onto a stream that already existed.
	--
	-- #5539: and only when we actually appended something. With ZERO events this was a BLIND write-back
	-- of the version read at the top of the function, and under READ COMMITTED that is a lost update: the
	-- UPDATE waits on a concurrent appender's row lock, the winner commits, the WHERE clause is
	-- re-evaluated against the new row, and `set version = <the stale value>` lands -- leaving
	-- mt_streams.version BELOW the stream's own events. Every later append then computes a version that
	-- already exists and dies on pk_mt_events_stream_and_version, forever, until the row is repaired by
	-- hand. A non-empty call cannot do this: its first INSERT collides with the winner on that same
	-- primary key and rolls the whole thing back, which is why only the empty case was exposed.
	--
	-- Two independent guards, because either alone would have been enough and the cost of both is nil:
	--   * the append count -- appending nothing has nothing to write, so the correct number of statements
	--     is zero rather than one that happens to be harmless;
	--   * greatest(), so the write-back can never LOWER a stream's version whoever calls it. An append
	--     only ever moves a version forward, so this is a no-op on every correct path and a backstop on
	--     any future caller that reads the version and then writes it back.
	if not is_new_stream and COALESCE(array_length(event_ids, 1), 0) > 0 then
		update es.mt_streams set version = greatest(version, event_version), timestamp = now() where id = stream;
	end if;

	return return_value;
END
$$ LANGUAGE plpgsql;

CREATE TABLE IF NOT EXISTS es.mt_high_water_skips (
    ending_sequence      bigint                      NOT NULL,
    starting_sequence    bigint                      NOT NULL,
    timestamp            timestamp with time zone    NULL DEFAULT (transaction_timestamp()),
CONSTRAINT pkey_mt_high_water_skips_ending_sequence PRIMARY KEY (ending_sequence)
);
CREATE
OR REPLACE FUNCTION es.mt_mark_progression_with_skip(shard_name varchar, ending_sequence bigint, starting_sequence bigint) RETURNS bigint AS
$$
DECLARE
    current_value bigint;
BEGIN
    select last_seq_id into current_value from es.mt_event_progression where name = shard_name;

    IF current_value is null then
        -- Bootstrap the high-water row on first invocation. Previously this branch
        -- returned 0, which left HighWaterAgent.CheckNowAsync polling forever because
        -- statistics.CurrentMark never advanced. Issue #4425.
        INSERT INTO es.mt_event_progression (name, last_seq_id, last_updated)
        VALUES (shard_name, ending_sequence, transaction_timestamp())
        ON CONFLICT ON CONSTRAINT pk_mt_event_progression
            DO UPDATE SET last_seq_id = ending_sequence, last_updated = transaction_timestamp();
        IF ending_sequence > starting_sequence THEN
            -- Idempotent: a rebuild/replay re-marks the same skip (ending_sequence is the
            -- PK). Re-recording an existing gap is a no-op. Conflict target is the PK
            -- constraint (the bare column name collides with the function parameter). #4530.
            insert into es.mt_high_water_skips (ending_sequence, starting_sequence) values (ending_sequence, starting_sequence)
                on conflict on constraint pkey_mt_high_water_skips_ending_sequence do nothing;
        END IF;
        return ending_sequence;
    ELSIF current_value = starting_sequence THEN
        update es.mt_event_progression SET last_seq_id = ending_sequence, last_updated = transaction_timestamp() where shard_name = name;
        insert into es.mt_high_water_skips (ending_sequence, starting_sequence) values (ending_sequence, starting_sequence)
            on conflict on constraint pkey_mt_high_water_skips_ending_sequence do nothing;
        return ending_sequence;
    ELSE
        return current_value;
    END IF;
END
$$
LANGUAGE plpgsql;




insert into intelshare_schema.step (name) values ('001-facts-and-documents.sql');

-- 002-own-tables.sql
-- The registry's version: raised by every registry fact, named by every decision. One row.
create schema intelshare;

create table intelshare.registry (
    only_row boolean primary key default true check (only_row),
    version  bigint  not null
);
insert into intelshare.registry (version) values (0);

-- One key per record with a sealed part, wrapped by the hub's wrapping key. Deleting the row erases the record.
create table intelshare.record_key (
    indicator uuid  primary key,
    wrapped   bytea not null
);

-- Keyed hashes of the normalised values under which a record is found. Written at the door, never by a projection:
-- rebuilding a projection must not resurrect what was erased.
create table intelshare.match_key (
    key       bytea    not null,
    indicator uuid     not null,
    fold      smallint not null,
    primary key (key, indicator)
);
create index match_key_indicator on intelshare.match_key (indicator);
create index match_key_fold on intelshare.match_key (fold);

-- Where each audience finds a record; 'owner:<member>' is the owner's own and moves with every fact. A fact that tells all
-- readers something new writes every row afresh; a change of release adds a row for each audience that it may let in, at
-- its own version, and leaves the others. Rows are hints that narrow: the law decides, and it also says by which version a
-- reader was let in, which is the one row where that reader finds the record.
create sequence intelshare.posting_pos;
create table intelshare.posting (
    audience  text        not null,
    indicator uuid        not null,
    xid       xid8        not null default pg_current_xact_id(),
    pos       bigint      not null,
    at        timestamptz not null,
    version   int         not null,
    kind      text        not null,
    purposes  text[]      not null,
    feeds     boolean     not null,
    protected boolean     not null,
    primary key (audience, indicator, version)
);
create index posting_page on intelshare.posting (audience, xid desc, pos desc);
create index posting_indicator on intelshare.posting (indicator);

-- What a key was used for: a reference to the record, never its content.
create table intelshare.idempotency (
    member    text        not null,
    route     text        not null,
    key       text        not null,
    body_mac  bytea       not null,
    indicator uuid        not null,
    at        timestamptz not null,
    primary key (member, route, key)
);
create index idempotency_at on intelshare.idempotency (at);

-- One row per operation, durable before its answer leaves. registry_version is not null on purpose: it is filled by
-- (select version from registry where version = $decided), so an entry cannot be written under a registry that moved.
create table intelshare.audit_entry (
    id               uuid        not null,
    at               timestamptz not null,
    xid              xid8        not null default pg_current_xact_id(),
    member           text        not null,
    client           text        not null,
    officer          text        not null,
    token            text        not null,
    act              text        not null,
    outcome          text        not null,
    purpose          text,
    case_mac         bytea,
    owners           text[]      not null,
    records          uuid[]      not null,
    levels           text[]      not null,
    registry_version bigint      not null,
    primary key (at, id)
) partition by range (at);
create table intelshare.audit_entry_beyond partition of intelshare.audit_entry default;
create index audit_entry_member on intelshare.audit_entry (member, at desc, id desc);
create index audit_entry_records on intelshare.audit_entry using gin (records);
create index audit_entry_owners on intelshare.audit_entry using gin (owners);

-- Readable detail of an entry (case, justification): sealed, apart and erasable.
create table intelshare.audit_detail (
    entry uuid        primary key,
    at    timestamptz not null,
    box   bytea       not null
);

-- Unauthenticated requests are counted, so that nobody fills the log from outside.
create table intelshare.refused_knock (
    minute  timestamptz not null,
    address text        not null,
    count   bigint      not null,
    primary key (minute, address)
);

insert into intelshare_schema.step (name) values ('002-own-tables.sql');

-- 003-master-key.sql
-- A keyed hash that only this database's master key gives. Under another key every search would find nothing, silently.
create table intelshare.master_key (
    only_row boolean primary key default true check (only_row),
    proof    bytea   not null
);

insert into intelshare_schema.step (name) values ('003-master-key.sql');

-- 004-posting-classes.sql
-- What the walls ask of a row and what is the same for many rows. A reader's page merges the classes that may reach it, so
-- its work does not grow with what is hidden from it. The id is a digest of the rest; classes that 004 itself made have
-- small negative ones. A class is never changed: a change of the record moves its rows to another class, where they stand.
-- Empty purposes: none is asked (owner's rows). Month: of the release to a closed task force. Projects: its task forces, for
-- operational analysis. Via: the audience while the release names it, else the release; who is in neither finds nothing.
create table intelshare.posting_class (
    id        bigint  primary key,
    audience  text    not null,
    month     date    not null,
    kind      text    not null,
    personal  boolean not null,
    purposes  text[]  not null,
    feeds     boolean not null,
    protected boolean not null,
    excluded  text[]  not null,
    projects  text[]  not null,
    via       text[]  not null
);
create index posting_class_audience on intelshare.posting_class (audience);

-- Since: the moment of the release to a closed task force; whoever joined later does not find the row.
create table intelshare.posting_by_class (
    class     bigint      not null,
    indicator uuid        not null,
    xid       xid8        not null default pg_current_xact_id(),
    pos       bigint      not null,
    version   int         not null,
    since     timestamptz not null
);

do $do$
begin
    create temporary table moved on commit drop as
    with record as (
        select d.id, d.data ->> 'kind' as kind, d.data ->> 'plain' is null as personal, (d.data ->> 'protected')::boolean as protected,
            coalesce((d.data -> 'release' ->> 'feeds')::boolean, false) as feeds,
            array(select jsonb_array_elements_text(d.data -> 'purposes') order by 1) as purposes,
            array(select jsonb_array_elements_text(d.data -> 'release' -> 'full') order by 1) as released,
            array(select jsonb_array_elements_text(d.data -> 'release' -> 'excluded') order by 1) as excluded,
            coalesce(d.data -> 'earlier', '[]') || jsonb_build_object('version', d.data -> 'standsSince', 'fullSince', d.data -> 'fullSince') as standing
        from doc.mt_doc_indicator d
    )
    select p.indicator, p.xid, p.pos, p.version, p.audience, r.kind, s.since, date_trunc('month', s.since at time zone 'UTC')::date as month,
        not o.own and r.personal as personal, o.own or r.feeds as feeds, not o.own and r.protected as protected,
        case when o.own then '{}' else r.purposes end as purposes,
        case when o.own then '{}' else r.excluded end as excluded,
        case when o.own or not 'operational-analysis' = any(r.purposes) then '{}' else array(select t from unnest(r.released) t where t like 'task-force:%' order by 1) end as projects,
        case when o.own or p.audience = any(r.released) then array[p.audience] else r.released end as via
    from intelshare.posting p join record r on r.id = p.indicator
    cross join lateral (select p.audience like 'owner:%' as own) o
    -- The moment of that release under which the row was written.
    cross join lateral (select coalesce(case when p.audience like 'task-force:%' and p.audience not like '%+' then (
        select (s -> 'fullSince' ->> p.audience)::timestamptz from jsonb_array_elements(r.standing) s
        where s -> 'fullSince' ->> p.audience is not null order by (s ->> 'version')::int <= p.version desc, abs((s ->> 'version')::int - p.version) limit 1) end, '-infinity') as since) s;

    insert into intelshare.posting_class (id, audience, month, kind, personal, purposes, feeds, protected, excluded, projects, via)
    select -row_number() over (), c.* from (select distinct audience, month, kind, personal, purposes, feeds, protected, excluded, projects, via from moved) c;

    insert into intelshare.posting_by_class (class, indicator, xid, pos, version, since)
    select c.id, m.indicator, m.xid, m.pos, m.version, m.since from moved m
    join intelshare.posting_class c using (audience, month, kind, personal, purposes, feeds, protected, excluded, projects, via);
end $do$;

drop table intelshare.posting;
alter table intelshare.posting_by_class rename to posting;
alter table intelshare.posting add primary key (indicator, version, class);
create index posting_page on intelshare.posting (class, xid desc, pos desc) include (indicator, version, since);

insert into intelshare_schema.step (name) values ('004-posting-classes.sql');

-- 005-notices.sql
-- What an agency is told without asking, in the order of (xid, pos). A notice names what it is about and holds no content:
-- what its reader may see of that is decided when it is read.
create sequence intelshare.notice_pos;
create table intelshare.notice (
    member          text        not null,
    xid             xid8        not null default pg_current_xact_id(),
    pos             bigint      not null default nextval('intelshare.notice_pos'),
    id              uuid        not null,
    at              timestamptz not null,
    kind            text        not null,
    about           uuid        not null,
    acknowledged_at timestamptz,
    acknowledged_by text,
    primary key (id)
);
create index notice_page on intelshare.notice (member, xid, pos);

insert into intelshare_schema.step (name) values ('005-notices.sql');

-- 006-disclosure.sql
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

insert into intelshare_schema.step (name) values ('006-disclosure.sql');

-- 007-cross-match.sql
-- What a write may have to tell other owners, until somebody has looked: where its record stood before, and the match keys
-- it had then. Every step that readers may notice writes its row, whatever others hold.
create table intelshare.cross_match_due (
    pos       bigint  generated always as identity primary key,
    indicator uuid    not null,
    since     int     not null,
    held      bytea[] not null
);

-- Of a cross-match: the match key and the other owner. However many records match and however often, one line of this
-- stands until it is acknowledged.
alter table intelshare.notice add column key bytea, add column other text;
create unique index notice_once on intelshare.notice (member, key, other) where acknowledged_at is null and kind = 'cross-match';
create index notice_open on intelshare.notice (member, xid, pos) where acknowledged_at is null;

-- How many values a member, and each of its officers, asked for on a day; the member's own line has no officer. The budget
-- stands in the row, so that a request beyond it fails before anything is looked up.
create table intelshare.value_spent (
    member  text not null,
    officer text not null,
    day     date not null,
    spent   int  not null,
    most    int  not null,
    primary key (member, officer, day),
    constraint value_budget check (spent <= most)
);

-- Of a search: the distinct values asked for, and those with an outcome. Numbers, never values.
alter table intelshare.audit_entry add column asked int not null default 0, add column found int not null default 0;

-- An officer whose searches look like guessing; once a day.
create table intelshare.probing (
    id      uuid        primary key,
    member  text        not null,
    officer text        not null,
    day     date        not null,
    since   timestamptz not null,
    until   timestamptz not null,
    asked   int         not null,
    found   int         not null,
    unique (member, officer, day)
);

insert into intelshare_schema.step (name) values ('007-cross-match.sql');

-- 008-record-life.sql
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

insert into intelshare_schema.step (name) values ('008-record-life.sql');

-- 009-replaced-disclosures.sql
-- When a later grant of the same on the same record took a line's place. A revocation of the later one brings nothing back.
alter table intelshare.disclosure add column replaced_at timestamptz;

insert into intelshare_schema.step (name) values ('009-replaced-disclosures.sql');

-- 010-recall.sql
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

insert into intelshare_schema.step (name) values ('010-recall.sql');

-- 011-subject-requests.sql
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

insert into intelshare_schema.step (name) values ('011-subject-requests.sql');

-- 012-keeping.sql
-- An owner's records by their review day, the next to be decided first; an erased one has none.
create index indicator_review on doc.mt_doc_indicator ((data ->> 'owner'), (data -> 'retention' ->> 'reviewBy'), id) where data ->> 'status' <> 'erased';
create index indicator_due on doc.mt_doc_indicator ((data -> 'retention' ->> 'reviewBy')) where data ->> 'status' <> 'erased';
create index indicator_erased on doc.mt_doc_indicator (id) where data ->> 'status' = 'erased';
-- What a supervisor is told of.
create index indicator_protected on doc.mt_doc_indicator ((data ->> 'submittedAt'), id) where (data ->> 'protected')::boolean and data ->> 'status' <> 'erased';

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

insert into intelshare_schema.step (name) values ('012-keeping.sql');

-- 013-audit-log.sql
-- What an entry commits to: the key that signed the token, the sealed detail, and the facts of a write.
alter table intelshare.audit_entry add column key text not null default '', add column detail text, add column facts uuid[];
create index audit_entry_xid on intelshare.audit_entry (xid, id);

-- The logs: one for each member, its own acts and others' accesses to its records. A row is what one transaction of the
-- sealer added to one log: the leaves as they were hashed, the entry of each, and the checkpoint signed over all up to here.
-- "at" is the sealer's and never goes back, so that a month's rows are the beginning of every log. Everything below "xid" is
-- in the logs.
create table intelshare.audit_fold (
    log     text        not null,
    size    bigint      not null,
    at      timestamptz not null,
    xid     xid8        not null,
    leaves  bytea[]     not null,
    entries uuid[]      not null,
    note    text        not null,
    primary key (log, size, at)
) partition by range (at);
create table intelshare.audit_fold_beyond partition of intelshare.audit_fold default;
create index audit_fold_xid on intelshare.audit_fold (xid);
create index audit_fold_entries on intelshare.audit_fold using gin (entries);

-- Roots of the full subtrees of 2^level leaves, level 8 and its multiples; kept when the leaves are gone.
create table intelshare.audit_node (
    log   text     not null,
    level smallint not null,
    n     bigint   not null,
    hash  bytea    not null,
    primary key (log, level, n)
);

-- A supervisor's sample of an agency's acts: what was drawn, to be justified by the agency.
create table intelshare.audit_sample (
    id         uuid        primary key,
    member     text        not null,
    supervisor text        not null,
    since      timestamptz not null,
    until      timestamptz not null,
    size       int         not null
);

insert into intelshare_schema.step (name) values ('013-audit-log.sql');

-- 014-audit-retention.sql
-- The last checkpoint of each log in a month that was dropped: what later proofs go on from.
create table intelshare.audit_checkpoint (
    log  text        not null,
    size bigint      not null,
    at   timestamptz not null,
    xid  xid8        not null,
    note text        not null,
    primary key (log, size)
);

-- A month of a log, and all after it, that is kept beyond its three years: while two officers said so and no two lifted it.
create table intelshare.audit_hold (
    id            uuid        primary key,
    log           text        not null,
    month         date        not null,
    placed_by     text        not null,
    placed_at     timestamptz not null,
    confirmed_by  text,
    confirmed_at  timestamptz,
    lifting_by    text,
    lifting_at    timestamptz,
    lifted_by     text,
    lifted_at     timestamptz
);
create unique index audit_hold_open on intelshare.audit_hold (log, month) where lifted_at is null;

-- Rows come in the order of their moments.
create index audit_detail_at on intelshare.audit_detail using brin (at);

-- Since when a member reads the trail: a row that another's hold keeps is gone to it, as if there were no hold.
create function intelshare.audit_since(viewer text) returns timestamptz language sql stable as $fn$
    select coalesce((date_trunc('month', max(at) at time zone 'UTC') + interval '1 month') at time zone 'UTC', '-infinity') from intelshare.audit_checkpoint where log = viewer
$fn$;

-- The one way in which an entry, a leaf or a checkpoint goes, and all that the run-time role may ask for: a month is dropped three years
-- after its end by the database's own clock, once it is in the logs and the roots that stand for its leaves are kept. A log
-- on hold stays, and so do its agency's entries. Answers whether anything went.
create function intelshare.drop_audit_month(first date) returns boolean language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '2s' as $fn$
declare
    since timestamptz := first::timestamp at time zone 'UTC';
    beyond timestamptz := (first + interval '1 month') at time zone 'UTC';
    month text := to_char(first, 'YYYY_MM');
    held text[];
    waits boolean;
begin
    -- A month of long ago, or of no time, could bear the name of one that is not due.
    if first < date '2000-01-01' or not isfinite(first) or extract(day from first) <> 1 or beyond + interval '3 years' > now() or to_regclass('intelshare.audit_fold_' || month) is null then
        return false;
    end if;

    lock table intelshare.audit_hold in share mode;
    select coalesce(array_agg(log), '{}') into held from intelshare.audit_hold h where h.month <= first and h.confirmed_at is not null and h.lifted_at is null;
    execute format(
        $q$
        select exists (select from intelshare.%I where xid >= coalesce((select max(xid) from (select xid from intelshare.audit_fold union all select xid from intelshare.audit_checkpoint) f), '0'))
            or exists (
                select from (select log, max(size) as size from intelshare.%I group by log) m cross join generate_series(0, 7) part(height)
                where m.size >> height & 1 = 1
                  and not exists (select from intelshare.audit_node n where n.log = m.log and n.level = height and n.n = m.size >> (height + 1) << 1))
        $q$, 'audit_entry_' || month, 'audit_fold_' || month) into waits;
    if waits then
        return false;
    end if;

    execute format('select exists (select from intelshare.%I where log <> all($1)) or exists (select from intelshare.%I where member <> all($1))', 'audit_fold_' || month, 'audit_entry_' || month) into waits using held;
    if held <> '{}' and not waits then
        return false;
    end if;

    -- First what takes long and stands in nobody's way.
    delete from intelshare.audit_detail d
    where d.at >= since and d.at < beyond and not exists (select from intelshare.audit_entry e where e.at = d.at and e.id = d.entry and e.member = any(held));
    execute format(
        $q$
        insert into intelshare.audit_checkpoint (log, size, at, xid, note)
        select distinct on (log) log, size, at, xid, note from intelshare.%I where log <> all($1) order by log, size desc on conflict do nothing
        $q$, 'audit_fold_' || month) using held;
    if held = '{}' then
        execute format('drop table intelshare.%I, intelshare.%I', 'audit_entry_' || month, 'audit_fold_' || month);
    else
        execute format('delete from intelshare.%I where member <> all($1)', 'audit_entry_' || month) using held;
        execute format('delete from intelshare.%I where log <> all($1)', 'audit_fold_' || month) using held;
    end if;

    return true;
end $fn$;
revoke all on function intelshare.drop_audit_month(date) from public;

insert into intelshare_schema.step (name) values ('014-audit-retention.sql');

-- 015-audit-indexes.sql
-- Narrower indexes of the trail: entries of one transaction, or of one moment, are few and are sorted where they are read.
-- What waits beside a GIN index is kept short: every look-up reads all of it.
drop index intelshare.audit_entry_xid;
create index audit_entry_xid on intelshare.audit_entry (xid);
drop index intelshare.audit_entry_member;
create index audit_entry_member on intelshare.audit_entry (member, at desc);
drop index intelshare.audit_entry_records;
create index audit_entry_records on intelshare.audit_entry using gin (records) with (gin_pending_list_limit = 512);
drop index intelshare.audit_entry_owners;
create index audit_entry_owners on intelshare.audit_entry using gin (owners) with (gin_pending_list_limit = 512);
drop index intelshare.audit_fold_entries;
create index audit_fold_entries on intelshare.audit_fold using gin (entries) with (gin_pending_list_limit = 512);

insert into intelshare_schema.step (name) values ('015-audit-indexes.sql');

-- 016-pending-acts.sql
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

insert into intelshare_schema.step (name) values ('016-pending-acts.sql');

-- 017-used-on.sql
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

insert into intelshare_schema.step (name) values ('017-used-on.sql');

-- 018-record-budget.sql
-- Of which records and hits of others a member, and each of its officers, was told on a day: keyed references, made anew for each
-- member and day, so that one counts once. The member's own line has no officer. Both are deleted when the day is over.
create table intelshare.record_told (
    day     date  not null,
    member  text  not null,
    officer text  not null,
    record  bytea not null,
    primary key (day, member, officer, record)
);
create table intelshare.record_count (
    member  text not null,
    officer text not null,
    day     date not null,
    told    int  not null,
    primary key (member, officer, day)
);
comment on table intelshare.refused_knock is 'Requests without a good token by address, and those of members beyond their limit as member:<id>.';

insert into intelshare_schema.step (name) values ('018-record-budget.sql');

-- 019-opening.sql
-- Whether this database is the one that the hub last wrote to. The mark rises every minute, and each node keeps the last that it
-- raised outside the database: a database with a lower one was restored, and stays closed until two administrators open it.
create table intelshare.opening (
    mark        bigint      not null,
    marked_at   timestamptz not null,
    closed      boolean     not null,
    incarnation int         not null
);
create unique index opening_one on intelshare.opening ((true));
insert into intelshare.opening (mark, marked_at, closed, incarnation) values (0, now(), false, 0);

-- Each opening after a restore: what was lost between, and who opened. A proposal until it is seconded.
create table intelshare.reopening (
    id          uuid        primary key,
    plan        bytea       not null,
    lost_from   timestamptz not null,
    lost_until  timestamptz not null,
    proposed_by text[]      not null,
    proposed_at timestamptz not null,
    seconded_by text[],
    seconded_at timestamptz
);
create unique index reopening_open on intelshare.reopening ((true)) where seconded_at is null;

insert into intelshare_schema.step (name) values ('019-opening.sql');

-- 020-credential-expiring.sql
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

insert into intelshare_schema.step (name) values ('020-credential-expiring.sql');

-- 021-departures.sql
-- The order in which feeds tell: of transactions, each at a moment of its own once every older one is over. A row of one stands at
-- 16 microseconds for each position since the transaction's first, so that no two moments are the same, and each leaves room for 16 objects.
create table intelshare.tide (
    xid   xid8        primary key,
    first bigint      not null,
    last  bigint      not null,
    at    timestamptz
);
create unique index tide_at on intelshare.tide (at);
create index tide_due on intelshare.tide (xid) where at is null;
insert into intelshare.tide (xid, first, last) select xid, min(pos), max(pos) from intelshare.posting group by xid;

-- Where readers learn that a record is theirs to read no more: under the classes in which they found it before, at the place of what took it away.
create table intelshare.departure (
    class     bigint      not null,
    indicator uuid        not null,
    xid       xid8        not null default pg_current_xact_id(),
    pos       bigint      not null,
    version   int         not null,
    since     timestamptz not null,
    primary key (indicator, version, class)
);
create index departure_page on intelshare.departure (class, xid, pos) include (indicator, version, since);

-- The record as the law saw it until then: a departure is told only to whom that gave the record in full. No content, and no words of anybody.
create table intelshare.departed (
    indicator uuid  not null,
    version   int   not null,
    departure jsonb not null,
    primary key (indicator, version)
);

insert into intelshare_schema.step (name) values ('021-departures.sql');

-- 022-imports.sql
-- A file that an agency brought: what its rows are is in the records alone. The same key goes on with the same import.
create table intelshare.import (
    id       uuid        primary key,
    member   text        not null,
    key      text        not null,
    dry_run  boolean     not null,
    at       timestamptz not null,
    ended_at timestamptz,
    unique (member, key)
);

-- What became of each row. No content: a problem never repeats a submitted value.
create table intelshare.import_row (
    import    uuid   not null references intelshare.import,
    row       bigint not null,
    outcome   text   not null check (outcome in ('submitted', 'amended', 'same', 'withdrawn', 'passed-over', 'refused')),
    indicator uuid,
    problems  jsonb,
    lost      text[],
    primary key (import, row)
);
create index import_row_refused on intelshare.import_row (import, row) where outcome = 'refused';
create index import_row_set on intelshare.import_row (import, indicator) where indicator is not null;

insert into intelshare_schema.step (name) values ('022-imports.sql');

-- 023-taxii-status.sql
-- What a posted envelope's objects came to, sealed: their ids were made by others, and may be digests of what they name. Forgotten after a day.
alter table intelshare.import add column status text;

insert into intelshare_schema.step (name) values ('023-taxii-status.sql');

-- 024-authority.sql
-- Up to which authority each member was told of what others share, and the walk through all records that tells it of what a greater one opened.
create table intelshare.authority (
    member   text  primary key,
    told     jsonb not null,
    becoming jsonb,
    after    uuid
);

insert into intelshare_schema.step (name) values ('024-authority.sql');

-- 025-concepts.sql
-- What the lexicon steward made of the published list of concepts, as the inline projection folds it: one row.
CREATE TABLE IF NOT EXISTS doc.mt_doc_concepts (
    id                  uuid                        NOT NULL,
    data                jsonb                       NOT NULL,
    mt_last_modified    timestamp with time zone    NULL DEFAULT (transaction_timestamp()),
    mt_dotnet_type      varchar                     NULL,
    mt_version          bigint                      NOT NULL DEFAULT 0,
CONSTRAINT pkey_mt_doc_concepts_id PRIMARY KEY (id)
);

insert into intelshare_schema.step (name) values ('025-concepts.sql');

-- 026-folds.sql
-- All keys but those of an older folding have the same fold: they need no tree of it. Of the older ones only the records are asked for.
create index match_key_outdated on intelshare.match_key (indicator) where fold < 2;
drop index intelshare.match_key_fold;

insert into intelshare_schema.step (name) values ('026-folds.sql');

-- 027-import-rows.sql
-- An import is committed before its first row, and is never deleted: to ask for each row once more took a third of writing it.
alter table intelshare.import_row drop constraint import_row_import_fkey;

insert into intelshare_schema.step (name) values ('027-import-rows.sql');

-- 028-import-turns.sql
-- Which run of an import may bring in rows of a member. One that lost its lock with its connection loses this row to the next.
create table intelshare.import_turn (
    member text primary key,
    run    uuid not null,
    import uuid not null
);

insert into intelshare_schema.step (name) values ('028-import-turns.sql');

-- 029-enrolments.sql
-- Where the feeds tell that an agency is there: at the moment of its enrolment, before all that it shares. What was enrolled before this step stands
-- before every moment, under the transaction 0, in the order in which it was told so far.
create table intelshare.enrolment (
    member text   primary key,
    xid    xid8   not null default pg_current_xact_id(),
    pos    bigint not null
);
create index enrolment_page on intelshare.enrolment (xid, pos);
insert into intelshare.enrolment (member, xid, pos) select data->>'id', '0', row_number() over (order by data->>'id' collate "C") from doc.mt_doc_member;

insert into intelshare_schema.step (name) values ('029-enrolments.sql');

-- 030-import-sets.sql
-- Records that an earlier run of an import brought in or named: the rows of a run make way for those of the next, the set loses none.
create table intelshare.import_named (
    import    uuid not null,
    indicator uuid not null,
    primary key (import, indicator)
);

insert into intelshare_schema.step (name) values ('030-import-sets.sql');

-- Monthly partitions of the audit trail and of the logs, this month and 35 more; run again by every migration.
-- "intelshare.now" is the migrating program's clock; by hand it is the database's. Rows that came before their month was made
-- lie in the default partition and move, since PostgreSQL refuses a month while the default partition holds rows of it.
do $do$
declare
    this_month timestamp := date_trunc('month', coalesce(nullif(current_setting('intelshare.now', true), '')::timestamptz, now()) at time zone 'UTC');
    first timestamptz;
    beyond timestamptz;
    parent text;
    name text;
begin
    foreach parent in array array['audit_entry', 'audit_fold'] loop
        for i in 0..35 loop
            first := (this_month + make_interval(months => i)) at time zone 'UTC';
            beyond := (this_month + make_interval(months => i + 1)) at time zone 'UTC';
            name := parent || '_' || to_char(this_month + make_interval(months => i), 'YYYY_MM');
            if to_regclass('intelshare.' || name) is null then
                execute format('create table intelshare.%I (like intelshare.%I including defaults)', name, parent);
                execute format('with moved as (delete from intelshare.%I where at >= %L and at < %L returning *) insert into intelshare.%I select * from moved', parent || '_beyond', first, beyond, name);
                execute format('alter table intelshare.%I attach partition intelshare.%I for values from (%L) to (%L)', parent, name, first, beyond);
            end if;
        end loop;
    end loop;
end $do$;

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
