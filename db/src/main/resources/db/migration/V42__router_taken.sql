-- 1. What the broker has confirmed stays written down until its job is over or its lease was extended for as long as the broker has patience:
-- most are over before, and cost no second word to the engine.

ALTER TABLE router_dispatches ADD COLUMN taken_at TIMESTAMPTZ;

COMMENT ON COLUMN router_dispatches.is_taken IS 'The worker has said that it works on it, or the broker has confirmed it';
COMMENT ON COLUMN router_dispatches.taken_at IS 'Since when it is known to be taken';

UPDATE router_dispatches SET taken_at = engine_now() WHERE is_taken;

DROP INDEX ix_router_dispatches_holder;

-- Of the broker there are many and each comes and goes: none of its changes touches an index, and it is read as a whole now and then.
CREATE INDEX ix_router_dispatches_holder ON router_dispatches (holder) WHERE holder <> 'router.broker';

-- 2. What waits in the broker's queues is told to all servers by the one that leads.

ALTER TABLE router_lease ADD COLUMN broker_queues JSONB NOT NULL DEFAULT '[]';

COMMENT ON COLUMN router_lease.broker_queues IS 'Queues of the broker with their messages and consumers, as the leader saw them last';
