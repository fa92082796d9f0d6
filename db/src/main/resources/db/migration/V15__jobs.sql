-- Names that one job has and no other: the id that its caller has given it, and the key that keeps a second open job of its type
-- out. A job that has neither has no row here.
CREATE TABLE job_keys (
    kind VARCHAR(10) NOT NULL,
    scope VARCHAR(255) NOT NULL,
    name VARCHAR(512) NOT NULL,
    instance_id UUID NOT NULL,
    PRIMARY KEY (kind, scope, name),
    CONSTRAINT job_key_kind_known CHECK (kind IN ('ID', 'DEDUPE'))
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 1);

COMMENT ON COLUMN job_keys.scope IS 'Of a DEDUPE key the type of the job, of an ID nothing';

-- A job that keeps no history stands in the row of its one attempt for as long as nothing else happens to it: that row then carries
-- the pages of its history, one behind the other, and their payloads. The last sequence number is the optimistic lock.
ALTER TABLE task_executions
    ADD COLUMN pages TEXT,
    ADD COLUMN payloads BYTEA,
    ADD COLUMN last_sequence BIGINT;

ALTER TABLE task_executions ALTER COLUMN payloads SET STORAGE EXTERNAL;

-- What stays of a job that ended well and keeps its outcome alone.
CREATE TABLE job_ends (
    instance_id UUID PRIMARY KEY,
    type VARCHAR(255) NOT NULL,
    job TEXT NOT NULL,
    output BYTEA
) WITH (autovacuum_vacuum_insert_scale_factor = 0.2);

ALTER TABLE job_ends ALTER COLUMN output SET STORAGE EXTERNAL;
