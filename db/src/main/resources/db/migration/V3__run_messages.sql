-- What one run has to tell another: written with the events of the run that tells it, deleted with the events of the run
-- that hears it. Nearly always empty.
CREATE TABLE run_messages (
    receiver_id UUID NOT NULL,
    sender_id UUID NOT NULL,
    sequence_number BIGINT NOT NULL,
    type VARCHAR(50) NOT NULL,
    data TEXT NOT NULL,
    payload BYTEA,
    PRIMARY KEY (receiver_id, sender_id, sequence_number)
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 1);

ALTER TABLE run_messages ALTER COLUMN payload SET STORAGE EXTERNAL;

-- Children of a run, newest first. Runs that have no parent cost nothing.
CREATE INDEX ix_instances_parent ON workflow_instances (parent_instance_id, instance_id)
    WHERE parent_instance_id IS NOT NULL;
