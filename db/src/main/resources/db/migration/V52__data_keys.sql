-- Payloads can be sealed. Each run that starts while they are has a data key of its own, wrapped by a key of the servers' ring, which is
-- not here. Runs without a row are as they always were; one without a wrapped key was erased: what it had sealed is gone for good.

CREATE TABLE data_keys (
    instance_id UUID PRIMARY KEY,
    key_id VARCHAR(100) COLLATE "C" NOT NULL,
    wrapped BYTEA
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 1);

COMMENT ON COLUMN data_keys.key_id IS 'The key of the ring that has wrapped it';
COMMENT ON COLUMN data_keys.wrapped IS 'Null when the payloads of the run were erased';

-- Which keys of the ring are in use: a server without them says so when it starts.
CREATE TABLE ring_keys (
    key_id VARCHAR(100) COLLATE "C" PRIMARY KEY,
    proof BYTEA NOT NULL,
    first_used_at TIMESTAMPTZ NOT NULL
);

COMMENT ON COLUMN ring_keys.proof IS 'A known value, wrapped by it: what a key of the same id and other bytes does not open';

-- A sealed message is longer than what it says. No row is rewritten.
ALTER TABLE incidents ALTER COLUMN message TYPE TEXT;
