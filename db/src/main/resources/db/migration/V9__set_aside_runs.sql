-- Runs that a fault keeps from going on: read, decided or recorded, they fail each time. Not told by their history, which may be
-- what cannot be read. Nobody looks here while all is well: whoever sets a run aside hides its rows from those who look for
-- work, its attempts by held, the run itself by wake_at and state.
CREATE TABLE set_aside_runs (
    instance_id UUID PRIMARY KEY,
    incident_id UUID NOT NULL,
    code VARCHAR(50) NOT NULL,
    message TEXT NOT NULL,
    opened_at TIMESTAMPTZ NOT NULL,
    tried_by UUID[] NOT NULL,
    tried_at TIMESTAMPTZ NOT NULL,
    resolved_at TIMESTAMPTZ
);

COMMENT ON COLUMN set_aside_runs.tried_by IS 'Server processes that could not work on it; each tries once by itself';

CREATE INDEX ix_set_aside_open ON set_aside_runs (instance_id) WHERE resolved_at IS NULL;

-- What workers have reported to such a run; it hears it when it goes on. No column refuses what a worker says.
CREATE TABLE kept_reports (
    execution_id UUID NOT NULL,
    fence_token BIGINT NOT NULL,
    instance_id UUID NOT NULL,
    worker_id TEXT NOT NULL,
    failure BYTEA,
    output BYTEA,
    kept_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (execution_id, fence_token)
);

CREATE INDEX ix_kept_reports_instance ON kept_reports (instance_id, kept_at);
