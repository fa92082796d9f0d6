-- What handlers write for people to read: no part of any run's truth, written beside the lanes, read by lists only. The first
-- bits of an execution's id are its run's, so the lines of a run stand together. A line's number is given by its worker: lines
-- that are sent again are the same lines, and the number bounds them without counting rows.
CREATE TABLE task_log_lines (
    execution_id UUID NOT NULL,
    fence_token BIGINT NOT NULL,
    line_number INTEGER NOT NULL CHECK (line_number BETWEEN 1 AND 1000),
    logged_at TIMESTAMPTZ NOT NULL,
    level VARCHAR(10) NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (execution_id, fence_token, line_number)
);

COMMENT ON COLUMN task_log_lines.logged_at IS 'By the clock of the worker; nothing is ordered or decided by it';
