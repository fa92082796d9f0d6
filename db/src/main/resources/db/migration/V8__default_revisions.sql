-- Which revision of a workflow a start without one gets, and whether runs of it may be started: what the newest change says; the
-- newest revision, as long as nobody has changed anything. Append-only, so that it also tells who, when and why. Of two that change
-- the same state only one can insert the change behind it.
CREATE TABLE workflow_changes (
    namespace VARCHAR(255) NOT NULL,
    workflow_name VARCHAR(255) NOT NULL,
    change_number INTEGER NOT NULL CHECK (change_number > 0),
    changed_at TIMESTAMPTZ NOT NULL,
    actor VARCHAR(255),
    reason TEXT,
    default_revision INTEGER NOT NULL,
    paused BOOLEAN NOT NULL,
    PRIMARY KEY (namespace, workflow_name, change_number),
    FOREIGN KEY (namespace, workflow_name, default_revision) REFERENCES workflow_definitions
);
