-- Where places of extract-and-load jobs are, and who comes there. Secrets stand in the document by their names alone.
CREATE TABLE etl_connections (
    name VARCHAR(100) COLLATE "C" PRIMARY KEY,
    type VARCHAR(100) NOT NULL,
    document TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT engine_now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT engine_now()
);

COMMENT ON COLUMN etl_connections.type IS 'Of the plugin that it is for';
COMMENT ON COLUMN etl_connections.document IS 'What a job that names it need not say';
