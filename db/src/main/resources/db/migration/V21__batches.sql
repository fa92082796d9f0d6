-- One operation on many runs. The runs are collected first, then worked off in the order of their positions; whoever does a
-- step of it locks the batch.
CREATE TABLE batches (
    batch_id UUID PRIMARY KEY,
    operation VARCHAR(20) NOT NULL,
    parameters TEXT,
    filter TEXT,
    fingerprint VARCHAR(255),
    per_second INTEGER,
    reason TEXT NOT NULL,
    actor VARCHAR(255) NOT NULL,
    state VARCHAR(20) NOT NULL,
    detail TEXT,
    frozen BOOLEAN NOT NULL,
    place TEXT,
    total BIGINT NOT NULL,
    done BIGINT NOT NULL,
    succeeded BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    server UUID,
    leased_until TIMESTAMPTZ,
    next_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    CONSTRAINT batch_state_known CHECK (state IN ('RUNNING', 'PAUSED', 'COMPLETED', 'CANCELLED')),
    CONSTRAINT batch_counts_its_items CHECK (done = succeeded + failed + refused AND done <= total)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 1);

COMMENT ON COLUMN batches.frozen IS 'All of its runs are collected; from then on they are worked on';
COMMENT ON COLUMN batches.place IS 'Where collecting goes on';
COMMENT ON COLUMN batches.done IS 'Items up to this position have been worked on';
COMMENT ON COLUMN batches.next_at IS 'No item begins before, so that there are no more in a second than there may be';

-- BatchRows: those that go on.
CREATE INDEX ix_batches_running ON batches (batch_id) WHERE state = 'RUNNING';

-- BatchTrim: those that ended long ago.
CREATE INDEX ix_batches_ended ON batches (ended_at) WHERE ended_at IS NOT NULL;

-- Written once and never changed: what has become of an item follows from its position, and from the exceptions.
CREATE TABLE batch_items (
    batch_id UUID NOT NULL,
    position BIGINT NOT NULL,
    instance_id UUID NOT NULL,
    PRIMARY KEY (batch_id, position)
) WITH (autovacuum_vacuum_insert_scale_factor = 0.2);

-- Items that have not had the operation although it was their turn.
CREATE TABLE batch_exceptions (
    batch_id UUID NOT NULL,
    position BIGINT NOT NULL,
    instance_id UUID NOT NULL,
    state VARCHAR(20) NOT NULL,
    code VARCHAR(50) NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (batch_id, position),
    CONSTRAINT batch_exception_known CHECK (state IN ('FAILED', 'REFUSED'))
);

-- BatchItemRows: those of one kind.
CREATE INDEX ix_batch_exceptions_state ON batch_exceptions (batch_id, state, position);
