-- Leases without a row of their own are watched here and no longer by workflow_instances.wake_at: one row names all runs
-- that got a lease in one transaction. A run's own row then does not change between its begin and its end, and its last
-- change touches no index.
CREATE TABLE lease_watches (
    watch_id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    over_at TIMESTAMPTZ NOT NULL,
    instance_ids UUID[] NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 1);

-- Random bytes do not compress; not worth trying.
ALTER TABLE lease_watches ALTER COLUMN instance_ids SET STORAGE EXTERNAL;

-- FindDueWatches.
CREATE INDEX ix_watches_over ON lease_watches (over_at);
