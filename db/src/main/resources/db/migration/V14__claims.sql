-- What only so many runs may hold at once: a place among the runs of a key, and semantic locks. Rows are written and deleted with
-- the events of the run they belong to. Who takes locks the gate of the name first; who gives back deletes his own rows.

-- Order of requests, and fences: never given twice.
CREATE SEQUENCE claim_order;

CREATE TABLE claim_gates (
    name TEXT COLLATE "C" PRIMARY KEY,
    fence BIGINT NOT NULL
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);

CREATE TABLE claims (
    name TEXT COLLATE "C" NOT NULL,
    instance_id UUID NOT NULL,
    seq BIGINT NOT NULL,
    held BOOLEAN NOT NULL,
    room INTEGER NOT NULL,
    fence BIGINT NOT NULL,
    task_id VARCHAR(64),
    since TIMESTAMPTZ,
    PRIMARY KEY (name, instance_id),
    CONSTRAINT claim_held_since CHECK (held = (since IS NOT NULL))
) WITH (autovacuum_vacuum_scale_factor = 0.02);

COMMENT ON COLUMN claims.seq IS 'Order of requests; the same for all that was asked for together';
COMMENT ON COLUMN claims.room IS 'How many may hold the name, as the run that asks has it';

-- ReadGates, FindAdmissible: who holds a name, and its line.
CREATE INDEX ix_claims_line ON claims (name, held, seq);
-- FindEntangled
CREATE INDEX ix_claims_run ON claims (instance_id);
