-- Schedules. Whoever does something about one locks its row first; all else about it is found by its name.

CREATE TABLE schedules (
    namespace VARCHAR(255) COLLATE "C" NOT NULL,
    schedule_name VARCHAR(255) COLLATE "C" NOT NULL,
    spec TEXT NOT NULL,
    version BIGINT NOT NULL,
    paused BOOLEAN NOT NULL,
    note TEXT,
    incident TEXT,
    settled_to TIMESTAMPTZ NOT NULL,
    next_at TIMESTAMPTZ,
    wake_at TIMESTAMPTZ,
    last_number BIGINT NOT NULL,
    missed BIGINT NOT NULL,
    tzdata VARCHAR(50) NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    changed_by VARCHAR(255),
    PRIMARY KEY (namespace, schedule_name)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 1);

COMMENT ON COLUMN schedules.settled_to IS 'What became of each time up to here, itself included, is decided';
COMMENT ON COLUMN schedules.wake_at IS 'When somebody has to look: a time has come, or something waits';

-- FindDue, ScheduleRows: one walk finds what is due among any number of schedules.
CREATE INDEX ix_schedules_wake ON schedules (wake_at) WHERE wake_at IS NOT NULL;

-- Recent times of schedules. No two of a schedule are the same.
CREATE TABLE schedule_fires (
    namespace VARCHAR(255) COLLATE "C" NOT NULL,
    schedule_name VARCHAR(255) COLLATE "C" NOT NULL,
    fire_number BIGINT NOT NULL,
    nominal_at TIMESTAMPTZ NOT NULL,
    state VARCHAR(20) NOT NULL,
    moved BOOLEAN NOT NULL,
    overlap VARCHAR(20) NOT NULL,
    batch_id UUID,
    decided_at TIMESTAMPTZ NOT NULL,
    started_at TIMESTAMPTZ,
    instance_id UUID,
    detail TEXT,
    PRIMARY KEY (namespace, schedule_name, fire_number),
    CONSTRAINT uk_schedule_fires_nominal UNIQUE (namespace, schedule_name, nominal_at),
    CONSTRAINT fire_state_known CHECK (state IN ('STARTING', 'BUFFERED', 'OPEN', 'STARTED', 'SKIPPED', 'MISSED'))
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 1);

-- FireRows: whether a run of the schedule has not ended, and what waits.
CREATE INDEX ix_schedule_fires_unsettled ON schedule_fires (namespace, schedule_name, fire_number)
    WHERE state IN ('STARTING', 'BUFFERED', 'OPEN');

CREATE TABLE schedule_backfills (
    batch_id UUID PRIMARY KEY,
    namespace VARCHAR(255) COLLATE "C" NOT NULL,
    schedule_name VARCHAR(255) COLLATE "C" NOT NULL,
    state VARCHAR(20) NOT NULL,
    from_at TIMESTAMPTZ NOT NULL,
    to_at TIMESTAMPTZ NOT NULL,
    overlap VARCHAR(20) NOT NULL,
    max_concurrent INTEGER NOT NULL,
    settled_to TIMESTAMPTZ NOT NULL,
    total BIGINT NOT NULL,
    succeeded BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    CONSTRAINT backfill_state_known CHECK (state IN ('RUNNING', 'PAUSED', 'COMPLETED', 'CANCELLED'))
);

-- BackfillRows: those of a schedule that go on.
CREATE INDEX ix_schedule_backfills_running ON schedule_backfills (namespace, schedule_name, batch_id)
    WHERE state = 'RUNNING';

-- BackfillRows: all of a schedule, when it is deleted.
CREATE INDEX ix_schedule_backfills_schedule ON schedule_backfills (namespace, schedule_name);
