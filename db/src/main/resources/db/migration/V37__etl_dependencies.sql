-- What has to succeed before a job is started by that.
ALTER TABLE etl_jobs ADD COLUMN generation BIGINT NOT NULL DEFAULT 0;

COMMENT ON COLUMN etl_jobs.generation IS 'How often all that it depends on has succeeded; its run is called by that';

CREATE TABLE etl_dependencies (
    job_id UUID NOT NULL REFERENCES etl_jobs (id) ON DELETE CASCADE,
    depends_on VARCHAR(100) COLLATE "C" NOT NULL,
    has_succeeded BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (job_id, depends_on)
);

COMMENT ON COLUMN etl_dependencies.has_succeeded IS 'Since the job was started by that last';

CREATE INDEX ix_etl_dependencies_depends_on ON etl_dependencies (depends_on);

-- Successes that have been counted, so that each counts once however often it is said.
CREATE TABLE etl_successes (
    instance_id UUID NOT NULL,
    job_id UUID NOT NULL REFERENCES etl_jobs (id) ON DELETE CASCADE,
    generation BIGINT,
    PRIMARY KEY (instance_id, job_id)
);

COMMENT ON COLUMN etl_successes.instance_id IS 'The run that has succeeded';
COMMENT ON COLUMN etl_successes.job_id IS 'A job that depends on that of the run';
COMMENT ON COLUMN etl_successes.generation IS 'What it has started of that job, when it was the last that was missing';
