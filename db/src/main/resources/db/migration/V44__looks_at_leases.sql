-- When somebody has to look at a lease. It is set where the lease is given and not where it is renewed: a renewal changes one narrow row and no
-- index. Whoever looks and finds it renewed moves it on. So what is due is found however many leases there are; all of them were read for
-- that before, by the index that goes.
ALTER TABLE task_executions ADD COLUMN look_at TIMESTAMPTZ;

COMMENT ON COLUMN task_executions.look_at IS 'Of a lease, no later than it ends; null when a server of before has given it';

-- LookAtLeases, FindDue. A lease whose row says nothing is looked at.
CREATE INDEX ix_executions_look ON task_executions (COALESCE(look_at, '-infinity')) WHERE state = 'LEASED' AND NOT held;

DROP INDEX ix_executions_leased;
