-- What people have set for queues, workloads, fairness keys and task types, and who has set it. What a rule has given out stands in
-- other rows; whoever wants to take of it locks its row here first, all rows of a batch in one order, and whoever ends only deletes
-- what he had taken. A rule that a definition gives gets its row when somebody first takes of it; nothing is set in that one.
--
-- The row is locked often and changed with each attempt of a rate, so nothing of it is indexed but its name.
CREATE TABLE limits (
    rule TEXT COLLATE "C" PRIMARY KEY,
    settings TEXT,
    version BIGINT NOT NULL DEFAULT 0,
    max_concurrent INTEGER CHECK (max_concurrent >= 0),
    rate_count INTEGER,
    rate_per_micros BIGINT,
    rate_burst INTEGER,
    rate_next TIMESTAMPTZ,
    settled_at TIMESTAMPTZ,
    window_micros BIGINT,
    open_until TIMESTAMPTZ,
    counted_from TIMESTAMPTZ
) WITH (fillfactor = 50);

COMMENT ON COLUMN limits.settings IS 'JSON, as it was set last; null when nothing is set';
COMMENT ON COLUMN limits.version IS 'Number of the newest row of limit_changes';
COMMENT ON COLUMN limits.max_concurrent IS 'Attempts that may be in flight: 0 for a queue that is paused, null for any number';
COMMENT ON COLUMN limits.rate_next IS 'When the next attempt would begin if all came evenly';
COMMENT ON COLUMN limits.settled_at IS 'Nothing begins before: until then every server has counted what is in flight under a limit that is new';
COMMENT ON COLUMN limits.open_until IS 'Of a breaker: nothing is handed out before; null while it is closed';
COMMENT ON COLUMN limits.counted_from IS 'Of a breaker: outcomes before do not count';

-- FindLimits: what has been set, without the many rows that keys of definitions get.
CREATE INDEX ix_limits_set ON limits (rule) WHERE settings IS NOT NULL;

-- What rules have given out: one row for each attempt under way and rule it counts against, written and deleted with its events.
CREATE TABLE permits (
    rule TEXT COLLATE "C" NOT NULL,
    execution_id UUID NOT NULL,
    PRIMARY KEY (rule, execution_id)
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 1);

-- Append-only. Of two that change the same only one can insert the change behind it.
CREATE TABLE limit_changes (
    rule TEXT COLLATE "C" NOT NULL,
    change_number BIGINT NOT NULL CHECK (change_number > 0),
    changed_at TIMESTAMPTZ NOT NULL,
    action VARCHAR(20) NOT NULL CHECK (action IN ('SET', 'REMOVED', 'OPENED', 'CLOSED')),
    actor VARCHAR(255),
    reason TEXT NOT NULL,
    settings TEXT,
    PRIMARY KEY (rule, change_number)
);

COMMENT ON COLUMN limit_changes.actor IS 'Null when nobody did: a breaker that opened or closed by itself';
COMMENT ON COLUMN limit_changes.settings IS 'JSON, what is so since then; null when it was taken away';

-- Moves with every change, so that servers know when to read what is set again. One row.
CREATE TABLE limit_version (
    is_one BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (is_one),
    version BIGINT NOT NULL
);
INSERT INTO limit_version (version) VALUES (0);

-- How attempts of a task type with a breaker have ended: failures, and successes while it is not closed.
CREATE TABLE breaker_outcomes (
    rule TEXT COLLATE "C" NOT NULL,
    execution_id UUID NOT NULL,
    ended_at TIMESTAMPTZ NOT NULL,
    failed BOOLEAN NOT NULL,
    PRIMARY KEY (rule, execution_id)
);
CREATE INDEX ix_breaker_outcomes_at ON breaker_outcomes (rule, ended_at);
