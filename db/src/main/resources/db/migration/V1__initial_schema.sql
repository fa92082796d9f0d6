-- The truth is in events. workflow_instances, task_executions and task_progress are narrow rows, written in the same
-- transaction, for what must be found: ready work, leases, timers, lists. Payloads stand once, in events.

CREATE TABLE engine_clock (
    singleton BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (singleton),
    clock_offset INTERVAL NOT NULL DEFAULT INTERVAL '0'
);
INSERT INTO engine_clock DEFAULT VALUES;

COMMENT ON TABLE engine_clock IS 'Tests move time by this offset; zero in production';

-- The one clock of all lease and timer decisions.
CREATE FUNCTION engine_now() RETURNS TIMESTAMPTZ LANGUAGE SQL VOLATILE AS
$$ SELECT clock_timestamp() + (SELECT clock_offset FROM engine_clock) $$;

CREATE TABLE workflow_definitions (
    namespace VARCHAR(255) NOT NULL,
    workflow_name VARCHAR(255) NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0),
    sha256 VARCHAR(64) NOT NULL,
    canonical BYTEA NOT NULL,
    source TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (namespace, workflow_name, revision),
    CONSTRAINT uk_definition_content UNIQUE (namespace, workflow_name, sha256)
);

CREATE TABLE workflow_instances (
    instance_id UUID PRIMARY KEY,
    namespace VARCHAR(255) NOT NULL,
    workflow_name VARCHAR(255) NOT NULL,
    revision INTEGER NOT NULL,
    run_id VARCHAR(512) NOT NULL,
    state VARCHAR(50) NOT NULL,
    priority SMALLINT NOT NULL,
    labels TEXT,
    cause TEXT,
    output_sequence BIGINT,
    created_at TIMESTAMPTZ NOT NULL,
    started_at TIMESTAMPTZ,
    ended_at TIMESTAMPTZ,
    wake_at TIMESTAMPTZ,
    parent_instance_id UUID,
    CONSTRAINT uk_idempotency UNIQUE (namespace, workflow_name, run_id),
    CONSTRAINT instance_state_known CHECK (state IN ('RUNNING', 'PAUSED', 'SUSPENDED', 'COMPENSATING',
        'COMPENSATION_FAILED', 'COMPLETED', 'FAILED', 'COMPENSATED', 'CANCELLED', 'TERMINATED')),
    CONSTRAINT instance_ended_iff_terminal CHECK
        ((ended_at IS NOT NULL) = (state IN ('COMPLETED', 'FAILED', 'COMPENSATED', 'CANCELLED', 'TERMINATED')))
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 1);

-- FindDueRuns: runs that have something to do by themselves, such as a lease that may run out. Moved rarely: a time that is
-- too early only costs a look.
CREATE INDEX ix_instances_wake ON workflow_instances (wake_at) WHERE wake_at IS NOT NULL;

-- Attempts that somebody must be able to find: those that wait for a worker, and leases that a worker has extended. All
-- others are known to their run alone, and their lease is watched by its wake_at.
CREATE TABLE task_executions (
    execution_id UUID PRIMARY KEY,
    workflow_instance_id UUID NOT NULL,
    shard SMALLINT NOT NULL,
    task_id VARCHAR(255) NOT NULL,
    iteration VARCHAR(255),
    kind VARCHAR(20) NOT NULL,
    task_type VARCHAR(255) NOT NULL,
    queue VARCHAR(255) NOT NULL,
    priority SMALLINT NOT NULL,
    state VARCHAR(50) NOT NULL,
    held BOOLEAN NOT NULL,
    attempt_number INTEGER NOT NULL DEFAULT 1,
    fence_token BIGINT NOT NULL DEFAULT 0,
    lease_holder VARCHAR(255),
    lease_expires_at TIMESTAMPTZ,
    lease_millis BIGINT NOT NULL,
    execution_deadline TIMESTAMPTZ,
    cancel_deadline TIMESTAMPTZ,
    available_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT execution_state_known CHECK (state IN ('READY', 'LEASED')),
    CONSTRAINT lease_iff_leased CHECK ((lease_expires_at IS NOT NULL) = (state = 'LEASED'))
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 1);

-- No foreign key to workflow_instances: both rows are written in one transaction by the one write path, and the key
-- would cost a lookup and a row lock on the busiest row for each insert.

-- LockDueExecutions, FindBackloggedQueues: the backlog in the order it is handed out.
CREATE INDEX ix_executions_ready ON task_executions (queue, priority, execution_id) WHERE state = 'READY' AND NOT held;

-- FindExpiredLeases. Without lease_expires_at on purpose: a renewal then changes no index and stays HOT. There are only
-- as many leased rows as workers have slots.
CREATE INDEX ix_executions_leased ON task_executions (execution_id) WHERE state = 'LEASED';

-- The last progress that any attempt of a task has reported, for its next attempt. Gone when the run has ended.
CREATE TABLE task_progress (
    workflow_instance_id UUID NOT NULL,
    task_id VARCHAR(255) NOT NULL,
    iteration VARCHAR(255) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    progress BYTEA NOT NULL,
    PRIMARY KEY (workflow_instance_id, task_id, iteration, kind)
) WITH (fillfactor = 70);

-- One row for what one transaction has appended to one run: [[type, data, actor, bytes], ...], and the payloads of these
-- events one behind the other. The key is the optimistic lock of the run: of two writers that saw the same last event only
-- one can insert the page behind it.
CREATE TABLE events (
    workflow_instance_id UUID NOT NULL,
    sequence_number BIGINT NOT NULL,
    last_sequence_number BIGINT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    data TEXT NOT NULL,
    payload BYTEA,
    PRIMARY KEY (workflow_instance_id, sequence_number)
) WITH (autovacuum_vacuum_insert_scale_factor = 0.2);

-- Payloads are usually small and not worth compressing; large ones go out of line as they are.
ALTER TABLE events ALTER COLUMN payload SET STORAGE EXTERNAL;

CREATE TABLE execution_leases (
    lease_key VARCHAR(512) PRIMARY KEY,
    holder_id UUID,
    expires_at TIMESTAMPTZ,
    fence_token BIGINT NOT NULL DEFAULT 1
);

CREATE TABLE workers (
    worker_id VARCHAR(255) PRIMARY KEY,
    name VARCHAR(255),
    host VARCHAR(255),
    queues TEXT NOT NULL,
    capacity INTEGER NOT NULL,
    current_load INTEGER NOT NULL,
    deployment VARCHAR(255),
    generation BIGINT,
    state VARCHAR(20) NOT NULL,
    registered_at TIMESTAMPTZ NOT NULL,
    last_heartbeat TIMESTAMPTZ NOT NULL
) WITH (fillfactor = 70);
