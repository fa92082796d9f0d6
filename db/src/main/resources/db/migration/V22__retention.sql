-- How long runs are kept once they have ended, by namespace, and who has said so. What is set stands as JSON: nothing looks into it
-- but the server that sweeps.
CREATE TABLE retention_rules (
    namespace VARCHAR(255) COLLATE "C" PRIMARY KEY,
    settings TEXT,
    version BIGINT NOT NULL,
    swept_by UUID,
    swept_until TIMESTAMPTZ
) WITH (fillfactor = 50);

COMMENT ON COLUMN retention_rules.settings IS 'Null when nothing is set any more';
COMMENT ON COLUMN retention_rules.swept_by IS 'The server process that takes what is due, so that no two archive the same';

-- Append-only. Of two that change the same only one can insert the change behind it.
CREATE TABLE retention_changes (
    namespace VARCHAR(255) COLLATE "C" NOT NULL,
    change_number BIGINT NOT NULL CHECK (change_number > 0),
    changed_at TIMESTAMPTZ NOT NULL,
    action VARCHAR(20) NOT NULL CHECK (action IN ('SET', 'REMOVED')),
    actor VARCHAR(255),
    reason TEXT NOT NULL,
    settings TEXT,
    PRIMARY KEY (namespace, change_number)
);

-- Runs that somebody has deleted by hand: who, and that it was done, should the call be repeated. Kept for a week.
CREATE TABLE deleted_runs (
    instance_id UUID PRIMARY KEY,
    root_id UUID NOT NULL,
    deleted_at TIMESTAMPTZ NOT NULL,
    actor VARCHAR(255),
    reason TEXT
);

COMMENT ON COLUMN deleted_runs.root_id IS 'The run that was named; others went with it';

CREATE INDEX ix_deleted_runs_at ON deleted_runs (deleted_at);

-- Room that deleted histories leave has to be found again soon: retention takes away about as much as comes.
ALTER TABLE events SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 1);
ALTER TABLE task_log_lines SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 1);
ALTER TABLE job_ends SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 1);
