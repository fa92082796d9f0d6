-- What the router knows of a job beyond what the engine does.
CREATE TABLE router_jobs (
    job_id VARCHAR(512) COLLATE "C" PRIMARY KEY,
    instance_id UUID NOT NULL,
    priority INTEGER NOT NULL,
    worker_id VARCHAR(255)
) WITH (fillfactor = 80);

COMMENT ON COLUMN router_jobs.instance_id IS 'Its run; goes with it';
COMMENT ON COLUMN router_jobs.worker_id IS 'Who was given it last, or has reported on it last';

CREATE INDEX ix_router_jobs_instance ON router_jobs (instance_id);

-- Workers, as their last heartbeat has said.
CREATE TABLE router_workers (
    worker_id VARCHAR(255) COLLATE "C" PRIMARY KEY,
    worker_type VARCHAR(255) COLLATE "C" NOT NULL,
    capacity INTEGER NOT NULL CHECK (capacity > 0),
    current_load INTEGER NOT NULL CHECK (current_load BETWEEN 0 AND capacity),
    seen_at TIMESTAMPTZ NOT NULL
) WITH (fillfactor = 50);

CREATE INDEX ix_router_workers_type ON router_workers (worker_type, worker_id);

-- Attempts that the router has leased. For the broker it is the outbox: until it is confirmed, it is published again under the same
-- message id. For a worker until it is reported; one whose lease was lost stays for a while, so that a late report is known for what it is.
CREATE TABLE router_dispatches (
    execution_id UUID PRIMARY KEY,
    holder VARCHAR(255) COLLATE "C" NOT NULL,
    fence_token BIGINT NOT NULL,
    job_id VARCHAR(512) NOT NULL,
    job_type VARCHAR(255) NOT NULL,
    priority INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    payload TEXT NOT NULL,
    is_taken BOOLEAN NOT NULL DEFAULT FALSE,
    lost_at TIMESTAMPTZ
) WITH (fillfactor = 80);

COMMENT ON COLUMN router_dispatches.holder IS 'Whom the engine has given the lease: a worker, or the broker';
COMMENT ON COLUMN router_dispatches.is_taken IS 'The worker has said that it works on it';
COMMENT ON COLUMN router_dispatches.lost_at IS 'Since when it is known that its lease is lost';

CREATE INDEX ix_router_dispatches_holder ON router_dispatches (holder, is_taken);
