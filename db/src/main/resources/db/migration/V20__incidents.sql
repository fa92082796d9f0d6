-- What a person has to look at: a task that waits for one, an undo that gave up, a run that is set aside, a schedule that a fault
-- has paused. A row is written with what it is about, and resolved with the change that ends it; where all goes well there is none.
CREATE TABLE incidents (
    incident_id UUID PRIMARY KEY,
    kind VARCHAR(20) NOT NULL,
    instance_id UUID,
    namespace VARCHAR(255) NOT NULL,
    workflow_name VARCHAR(255) NOT NULL,
    schedule_name VARCHAR(255),
    task_id VARCHAR(255),
    iteration VARCHAR(255),
    round INTEGER,
    code VARCHAR(255) NOT NULL,
    message VARCHAR(2000) NOT NULL,
    fingerprint VARCHAR(32) COLLATE "C" NOT NULL,
    state VARCHAR(10) NOT NULL DEFAULT 'OPEN',
    opened_at TIMESTAMPTZ NOT NULL,
    assignee VARCHAR(255),
    note VARCHAR(2000),
    resolved_at TIMESTAMPTZ,
    resolution VARCHAR(20),
    resolved_by VARCHAR(255),
    reason VARCHAR(2000),
    CONSTRAINT incident_state_known CHECK (state IN ('OPEN', 'RESOLVED')),
    CONSTRAINT incident_resolved_iff_said CHECK ((state = 'RESOLVED') = (resolved_at IS NOT NULL AND resolution IS NOT NULL)),
    CONSTRAINT incident_of_run_or_schedule CHECK ((instance_id IS NULL) = (schedule_name IS NOT NULL))
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 1);

CREATE INDEX ix_incidents_instance ON incidents (instance_id, opened_at) WHERE instance_id IS NOT NULL;
CREATE INDEX ix_incidents_fingerprint ON incidents (fingerprint, state, opened_at, incident_id);
CREATE INDEX ix_incidents_workflow ON incidents (namespace, workflow_name, state, opened_at, incident_id);
CREATE INDEX ix_incidents_code ON incidents (code, state, opened_at, incident_id);
CREATE INDEX ix_incidents_assignee ON incidents (assignee, state, opened_at, incident_id) WHERE assignee IS NOT NULL;
-- The condition is always true, and lets only queries use the index that repeat it (V18).
CREATE INDEX ix_incidents_opened ON incidents (state, opened_at, incident_id)
    WHERE incident_id <> '00000000-0000-0000-0000-000000000000';
CREATE INDEX ix_incidents_schedule ON incidents (namespace, schedule_name) WHERE schedule_name IS NOT NULL;

-- Runs of one cause, in an order that a batch can go through.
CREATE INDEX ix_incidents_runs ON incidents (fingerprint, instance_id) WHERE state = 'OPEN' AND instance_id IS NOT NULL;

-- How many are open of each fingerprint. A group without an open incident has no row.
CREATE TABLE incident_groups (
    fingerprint VARCHAR(32) COLLATE "C" PRIMARY KEY,
    namespace VARCHAR(255) NOT NULL,
    workflow_name VARCHAR(255) NOT NULL,
    code VARCHAR(255) NOT NULL,
    open_count BIGINT NOT NULL
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 1);

CREATE INDEX ix_incident_groups_count ON incident_groups (open_count DESC, fingerprint);

-- Counted here and nowhere else, so that no writer can forget it: once for each statement, fingerprints in one order.
CREATE FUNCTION count_incidents() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO incident_groups AS g (fingerprint, namespace, workflow_name, code, open_count)
        SELECT fingerprint, min(namespace), min(workflow_name), min(code), count(*)
        FROM fresh WHERE state = 'OPEN' GROUP BY fingerprint ORDER BY fingerprint
        ON CONFLICT (fingerprint) DO UPDATE SET open_count = g.open_count + excluded.open_count;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO incident_groups AS g (fingerprint, namespace, workflow_name, code, open_count)
        SELECT fingerprint, min(namespace), min(workflow_name), min(code), sum(n)
        FROM (SELECT fingerprint, namespace, workflow_name, code, 1 AS n FROM fresh WHERE state = 'OPEN'
              UNION ALL
              SELECT fingerprint, namespace, workflow_name, code, -1 FROM stale WHERE state = 'OPEN') changed
        GROUP BY fingerprint HAVING sum(n) <> 0 ORDER BY fingerprint
        ON CONFLICT (fingerprint) DO UPDATE SET open_count = g.open_count + excluded.open_count;
        DELETE FROM incident_groups WHERE open_count <= 0 AND fingerprint IN (SELECT fingerprint FROM stale);
    ELSE
        INSERT INTO incident_groups AS g (fingerprint, namespace, workflow_name, code, open_count)
        SELECT fingerprint, min(namespace), min(workflow_name), min(code), -count(*)
        FROM stale WHERE state = 'OPEN' GROUP BY fingerprint ORDER BY fingerprint
        ON CONFLICT (fingerprint) DO UPDATE SET open_count = g.open_count + excluded.open_count;
        DELETE FROM incident_groups WHERE open_count <= 0 AND fingerprint IN (SELECT fingerprint FROM stale);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER incidents_opened AFTER INSERT ON incidents
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION count_incidents();
CREATE TRIGGER incidents_changed AFTER UPDATE ON incidents
    REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION count_incidents();
CREATE TRIGGER incidents_deleted AFTER DELETE ON incidents
    REFERENCING OLD TABLE AS stale FOR EACH STATEMENT EXECUTE FUNCTION count_incidents();

-- What people have done to incidents; what they have done to runs stands in histories.
CREATE TABLE incident_changes (
    incident_id UUID NOT NULL REFERENCES incidents ON DELETE CASCADE,
    number INTEGER NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    actor VARCHAR(255) NOT NULL,
    action VARCHAR(20) NOT NULL,
    assignee VARCHAR(255),
    note VARCHAR(2000),
    PRIMARY KEY (incident_id, number)
);
