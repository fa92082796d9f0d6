-- Extract-and-load jobs, as they were said. What does them is a workflow of the namespace etl and a schedule, each of the job's name.
CREATE TABLE etl_jobs (
    id UUID PRIMARY KEY,
    name VARCHAR(100) COLLATE "C" NOT NULL UNIQUE,
    document TEXT NOT NULL,
    is_settled BOOLEAN NOT NULL DEFAULT FALSE,
    created_at TIMESTAMPTZ NOT NULL DEFAULT engine_now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT engine_now()
);

COMMENT ON COLUMN etl_jobs.id IS 'Follows from the name';
COMMENT ON COLUMN etl_jobs.is_settled IS 'Workflow and schedule are as the document says; what is not settled may be said again';
