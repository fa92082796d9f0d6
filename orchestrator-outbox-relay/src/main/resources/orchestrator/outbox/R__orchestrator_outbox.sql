-- Starts of runs and signals that are written in transactions of the application and handed over to the orchestrator by a relay.
-- For PostgreSQL 13 or newer. A repeatable migration of Flyway: add classpath:orchestrator/outbox to its locations, or copy this
-- file, or let Outbox.install(dataSource) run it. It can be run again and again.

CREATE TABLE IF NOT EXISTS orchestrator_outbox (
    -- The order in which messages to one run are handed over. Never a place to read on from: who commits late has a lower one.
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    namespace text NOT NULL CHECK (namespace ~ '\S' AND length(namespace) <= 255),
    workflow text NOT NULL CHECK (workflow ~ '\S' AND length(workflow) <= 255),
    run_id text NOT NULL CHECK (run_id ~ '\S' AND length(run_id) <= 512),
    -- The name of a signal; a start has none.
    signal text CHECK (signal ~ '\S' AND length(signal) <= 255),
    -- What makes a signal that is handed over twice be taken once.
    signal_id text CHECK (signal_id ~ '\S' AND length(signal_id) <= 255),
    -- Input of a run, or what the signal says, as it was written.
    payload json NOT NULL,
    labels json CHECK (json_typeof(labels) = 'object'),
    revision int CHECK (revision > 0),
    written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- What became of it so far. What was handed over is deleted; what was refused stays until a person has seen it.
    tries int NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL DEFAULT '-infinity',
    code text,
    detail text,
    refused_at timestamptz,
    CHECK ((signal IS NULL) = (signal_id IS NULL))
);

CREATE INDEX IF NOT EXISTS orchestrator_outbox_waiting ON orchestrator_outbox (id) WHERE refused_at IS NULL;

-- Who hands over now, of all relays that are there.
CREATE TABLE IF NOT EXISTS orchestrator_outbox_lease (
    name text PRIMARY KEY,
    holder text NOT NULL,
    held_until timestamptz NOT NULL
);

-- Starts a run when the transaction of the caller commits, and never when it does not. Repeating it with the same run id and input
-- starts it once. Answers with the run id, which is made up when it is null.
CREATE OR REPLACE FUNCTION orchestrator_start(
    namespace text, workflow text, run_id text, input jsonb DEFAULT '{}', labels jsonb DEFAULT NULL, revision int DEFAULT NULL)
RETURNS text LANGUAGE sql VOLATILE SET search_path FROM CURRENT AS $$
    INSERT INTO orchestrator_outbox (namespace, workflow, run_id, payload, labels, revision)
    VALUES ($1, $2, coalesce($3, gen_random_uuid()::text), coalesce($4, '{}')::json, $5::json, $6)
    RETURNING run_id
$$;

-- Sends a signal to a run when the transaction of the caller commits. Answers with its id, which is made up when it is null; the same id
-- again has no second effect.
CREATE OR REPLACE FUNCTION orchestrator_signal(
    namespace text, workflow text, run_id text, signal text, payload jsonb DEFAULT '{}', signal_id text DEFAULT NULL)
RETURNS text LANGUAGE sql VOLATILE SET search_path FROM CURRENT AS $$
    INSERT INTO orchestrator_outbox (namespace, workflow, run_id, signal, payload, signal_id)
    VALUES ($1, $2, $3, $4, coalesce($5, '{}')::json, coalesce($6, gen_random_uuid()::text))
    RETURNING signal_id
$$;

-- Hands over again what was refused: one message, or all of them when there is no id. Answers how many.
CREATE OR REPLACE FUNCTION orchestrator_outbox_retry(message bigint DEFAULT NULL)
RETURNS bigint LANGUAGE sql VOLATILE SET search_path FROM CURRENT AS $$
    WITH again AS (
        UPDATE orchestrator_outbox SET refused_at = NULL, due_at = '-infinity', tries = 0, written_at = clock_timestamp()
        WHERE refused_at IS NOT NULL AND (message IS NULL OR id = message)
        RETURNING 1)
    SELECT count(*) FROM again
$$;
