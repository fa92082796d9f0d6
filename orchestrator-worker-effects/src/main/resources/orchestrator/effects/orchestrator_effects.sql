-- One row per effect: what the handlers of one task have done to this database, and whether it was taken back. Copy this
-- into a migration of the application, or let Effects.ensureTable() run it. Standard SQL, for PostgreSQL and H2. On
-- MySQL: VARCHAR(768) CHARACTER SET ascii COLLATE ascii_bin, LONGTEXT, TIMESTAMP(6). Keys must compare by case anywhere.
CREATE TABLE IF NOT EXISTS orchestrator_effects (
    -- Of the forward task: namespace/workflow/runId/taskId[#iteration][@round]. Its undo finds the row by the same key.
    idempotency_key VARCHAR(2000) NOT NULL PRIMARY KEY,
    -- DONE, UNDONE, or NEVER_HAPPENED: the undo came first, so the effect must not happen any more.
    outcome VARCHAR(16) NOT NULL,
    -- JSON that the handler returned. A redelivery returns it again, and the undo is given it.
    output TEXT,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL
);

-- For Effects.forgetBefore.
CREATE INDEX IF NOT EXISTS orchestrator_effects_changed_at ON orchestrator_effects (changed_at);
