-- Webhooks: who is told of events by requests of ours. One server at a time holds one (holder, until held_until); the fence moves
-- with each holder and each change by people, so that whoever held it before can write nothing more.
CREATE TABLE webhooks (
    webhook_name VARCHAR(255) COLLATE "C" PRIMARY KEY,
    settings TEXT NOT NULL,
    secret TEXT NOT NULL,
    former_secret TEXT,
    former_until TIMESTAMPTZ,
    version BIGINT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    changed_by VARCHAR(255),
    reason TEXT NOT NULL,
    pause VARCHAR(20) CHECK (pause IN ('PERSON', 'GONE', 'FAILING', 'FORGOTTEN')),
    feed_position VARCHAR(100) NOT NULL,
    failing_since TIMESTAMPTZ,
    last_error TEXT,
    holder UUID,
    fence BIGINT NOT NULL DEFAULT 0,
    held_until TIMESTAMPTZ
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 1);

COMMENT ON COLUMN webhooks.secret IS 'As it was given: it has to sign';
COMMENT ON COLUMN webhooks.former_secret IS 'Signs as well until former_until, while receivers take the new one';
COMMENT ON COLUMN webhooks.feed_position IS 'All before it is delivered or a dead letter';

-- Append-only. Stays when the webhook is taken away.
CREATE TABLE webhook_changes (
    webhook_name VARCHAR(255) COLLATE "C" NOT NULL,
    change_number BIGINT NOT NULL CHECK (change_number > 0),
    changed_at TIMESTAMPTZ NOT NULL,
    action VARCHAR(20) NOT NULL CHECK (action IN ('SET', 'REMOVED', 'PAUSED', 'RESUMED')),
    actor VARCHAR(255),
    reason TEXT NOT NULL,
    settings TEXT,
    PRIMARY KEY (webhook_name, change_number)
);

COMMENT ON COLUMN webhook_changes.actor IS 'Null when nobody did: a webhook that paused itself';

-- What became of events: those that are tried again, dead letters, and the last of those that were taken.
CREATE TABLE webhook_deliveries (
    webhook_name VARCHAR(255) COLLATE "C" NOT NULL,
    feed_number BIGINT NOT NULL,
    instance_id UUID NOT NULL,
    sequence_number BIGINT NOT NULL,
    namespace VARCHAR(255) NOT NULL,
    workflow VARCHAR(255) NOT NULL,
    run_id VARCHAR(512) NOT NULL,
    event_type VARCHAR(100) NOT NULL,
    state VARCHAR(20) NOT NULL CHECK (state IN ('DELIVERED', 'RETRYING', 'DEAD')),
    attempts INTEGER NOT NULL,
    first_at TIMESTAMPTZ NOT NULL,
    last_at TIMESTAMPTZ NOT NULL,
    next_at TIMESTAMPTZ,
    status INTEGER,
    error TEXT,
    PRIMARY KEY (webhook_name, feed_number, instance_id, sequence_number)
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 1);

-- DeliveryRows: dead letters alone.
CREATE INDEX ix_webhook_deliveries_dead ON webhook_deliveries (webhook_name, feed_number, instance_id, sequence_number)
    WHERE state = 'DEAD';
