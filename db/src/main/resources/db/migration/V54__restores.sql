-- Which life of the database this is. One that was taken back to an earlier moment would give numbers of leases, of locks and of positions in
-- the feed again that others have seen: they go on behind the moment, in microseconds since 1970, at which that was noticed.
CREATE TABLE database_life (
    is_one BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (is_one),
    fence_floor BIGINT NOT NULL DEFAULT 0,
    system_identifier BIGINT,
    timeline INTEGER,
    written_by BIGINT,
    cause TEXT,
    is_told BOOLEAN NOT NULL DEFAULT TRUE
);
INSERT INTO database_life DEFAULT VALUES;

COMMENT ON COLUMN database_life.fence_floor IS 'Fences up to here are of a life before; 0 when there was none';
COMMENT ON COLUMN database_life.system_identifier IS 'Of the PostgreSQL that has written the row; null until a server has looked';
COMMENT ON COLUMN database_life.is_told IS 'Whether a server that has started has written it into the audit';
COMMENT ON COLUMN database_life.written_by IS 'The transaction that has written the row: another one has written it in a copy';
