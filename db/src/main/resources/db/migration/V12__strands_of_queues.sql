-- Ready work is handed out by strands: the tasks of one priority in one line of a queue. A line is what keeps tasks apart that are
-- under a limit, a place is the turn of a task in a fair queue. Most tasks have neither, and no byte of a row is spent on it:
-- leases are renewed by new versions of their rows.
ALTER TABLE task_executions
    ADD COLUMN line TEXT COLLATE "C",
    ADD COLUMN place BIGINT;

DROP INDEX ix_executions_ready;

-- LockDueExecutions, FindDue, FindBacklog: the backlog in the order it is handed out.
CREATE INDEX ix_executions_ready
    ON task_executions (queue, COALESCE(line, ''), priority, COALESCE(place, 0), execution_id)
    WHERE state = 'READY' AND NOT held;

-- Where each key of a fair queue has come to: the place of its last task. taken is how far the last statement has moved it.
CREATE TABLE fair_places (
    queue VARCHAR(255) NOT NULL,
    line TEXT COLLATE "C" NOT NULL,
    ring SMALLINT NOT NULL,
    fair_key TEXT COLLATE "C" NOT NULL,
    place BIGINT NOT NULL,
    taken BIGINT NOT NULL,
    PRIMARY KEY (queue, line, ring, fair_key)
);

-- TakePlaces: the furthest.
CREATE INDEX ix_fair_places_furthest ON fair_places (queue, line, ring, place);
