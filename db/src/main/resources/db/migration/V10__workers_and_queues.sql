-- Worker processes and queues, for people. A heartbeat changes no index: what is indexed changes when a worker comes, goes or
-- asks for other queues.

ALTER TABLE workers
    ADD COLUMN polls_only BOOLEAN NOT NULL DEFAULT FALSE,
    ADD COLUMN drain_requested BOOLEAN NOT NULL DEFAULT FALSE,
    ADD COLUMN gone BOOLEAN NOT NULL DEFAULT FALSE;

COMMENT ON COLUMN workers.polls_only IS 'Known by its polls alone: it has sent no heartbeat yet';
COMMENT ON COLUMN workers.gone IS 'Silent for so long that it is listed no more; kept for a while to name attempts';

-- ListWorkers, FindWorkers
CREATE INDEX ix_workers_present ON workers (worker_id) WHERE NOT gone;

-- FindDraining
CREATE INDEX ix_workers_draining ON workers (worker_id) WHERE drain_requested AND NOT gone;

-- Which queues workers that are not gone ask for.
CREATE TABLE worker_queues (
    queue VARCHAR(255) NOT NULL,
    worker_id VARCHAR(255) NOT NULL,
    PRIMARY KEY (queue, worker_id)
);
CREATE INDEX ix_worker_queues_worker ON worker_queues (worker_id);

-- FindQueueStatus, ListWorkers: leases that have a row. Neither column changes while a lease is renewed.
CREATE INDEX ix_executions_leased_queue ON task_executions (queue) WHERE state = 'LEASED';
CREATE INDEX ix_executions_leased_holder ON task_executions (lease_holder) WHERE state = 'LEASED';

-- Leases that have no row, as the servers that gave them count them: one row per server, written from time to time.
CREATE TABLE server_leases (
    server_id UUID PRIMARY KEY,
    seen_at TIMESTAMPTZ NOT NULL,
    by_queue TEXT NOT NULL,
    by_worker TEXT NOT NULL
) WITH (fillfactor = 50);
