-- Runs are listed by when they started; one that has not yet stands where it was made. Neither changes when a run ends, so
-- that its row still takes its last change without touching an index (V6): measured, ADR 25.
-- The condition is always true. Only a query that repeats it can use the index: one that has a workflow, a state or a code would
-- else be answered from here when the planner takes them for frequent, and read all there is for one that is not.
CREATE INDEX ix_instances_started ON workflow_instances ((COALESCE(started_at, created_at)), instance_id)
    WHERE instance_id <> '00000000-0000-0000-0000-000000000000';
CREATE INDEX ix_instances_workflow ON workflow_instances
    (namespace, workflow_name, (COALESCE(started_at, created_at)), instance_id);

DROP INDEX ix_instances_parent;
CREATE INDEX ix_instances_parent ON workflow_instances
    (parent_instance_id, (COALESCE(started_at, created_at)), instance_id) WHERE parent_instance_id IS NOT NULL;

-- Runs that are neither under way nor completed: what people look for, and few of them. Written in the transaction that
-- changes the state; a run that starts and completes has no row here.
CREATE TABLE notable_runs (
    instance_id UUID PRIMARY KEY,
    namespace VARCHAR(255) NOT NULL,
    workflow_name VARCHAR(255) NOT NULL,
    state VARCHAR(50) NOT NULL,
    code VARCHAR(255),
    listed_at TIMESTAMPTZ NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 1);

COMMENT ON COLUMN notable_runs.listed_at IS 'When the run started, or was made if it has not: the order of lists';

CREATE INDEX ix_notable_listed ON notable_runs (listed_at, instance_id)
    WHERE instance_id <> '00000000-0000-0000-0000-000000000000';
CREATE INDEX ix_notable_state ON notable_runs (state, listed_at, instance_id);
CREATE INDEX ix_notable_workflow ON notable_runs (namespace, workflow_name, listed_at, instance_id);
CREATE INDEX ix_notable_code ON notable_runs (code, listed_at, instance_id) WHERE code IS NOT NULL;

INSERT INTO notable_runs (instance_id, namespace, workflow_name, state, code, listed_at)
SELECT instance_id, namespace, workflow_name, state,
    left(substring(cause from '"code":"([^"\\]*)"'), 255), COALESCE(started_at, created_at)
FROM workflow_instances
WHERE state NOT IN ('RUNNING', 'COMPENSATING', 'COMPLETED');

-- Labels, and what definitions want their runs to be found by. A run that has neither has no row here.
CREATE TABLE run_attributes (
    instance_id UUID NOT NULL,
    name VARCHAR(300) NOT NULL,
    type VARCHAR(10) NOT NULL,
    text_value VARCHAR(512) COLLATE "C",
    number_value NUMERIC,
    listed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (instance_id, name),
    CONSTRAINT attribute_type_known CHECK (type IN ('TEXT', 'NUMBER', 'INSTANT', 'BOOLEAN')),
    CONSTRAINT attribute_has_one_value CHECK ((text_value IS NULL) = (number_value IS NOT NULL))
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 1);

COMMENT ON COLUMN run_attributes.name IS 'Of an attribute its name, of a label its key behind the word label and a point';
COMMENT ON COLUMN run_attributes.number_value IS 'An instant is microseconds since 1970, true is 1, false 0';

CREATE INDEX ix_attributes_text ON run_attributes (name, text_value, listed_at, instance_id) WHERE text_value IS NOT NULL;
CREATE INDEX ix_attributes_number ON run_attributes (name, number_value, listed_at, instance_id)
    WHERE number_value IS NOT NULL;

INSERT INTO run_attributes (instance_id, name, type, text_value, listed_at)
SELECT i.instance_id, 'label.' || left(label.key, 294), 'TEXT', left(label.value, 512), COALESCE(i.started_at, i.created_at)
FROM workflow_instances i CROSS JOIN LATERAL json_each_text(i.labels::json) AS label
WHERE i.labels IS NOT NULL AND strpos(i.labels, '\u0000') = 0
ON CONFLICT DO NOTHING;

-- Which attributes there are, and of which type: what a filter is checked against. ANY has the type of its value.
CREATE TABLE search_attributes (
    name VARCHAR(64) NOT NULL,
    type VARCHAR(10) NOT NULL,
    PRIMARY KEY (name, type)
);

INSERT INTO search_attributes (name, type)
SELECT DISTINCT attribute.key, 'ANY'
FROM (SELECT convert_from(canonical, 'UTF8') AS text FROM workflow_definitions) d
    CROSS JOIN LATERAL json_each(d.text::json -> 'searchAttributes') AS attribute
WHERE strpos(d.text, '"searchAttributes":{') > 0 AND strpos(d.text, '\u0000') = 0
    AND attribute.key ~ '^[A-Za-z][A-Za-z0-9_]{0,63}$';
