-- Which server leads the job router. One row; whoever moves it has it for as long as the lease lasts, and with it a term that nobody
-- has had before. See docs/adr/0035-the-job-router-is-a-guest.md.
CREATE TABLE router_lease (
    name VARCHAR(30) PRIMARY KEY,
    term BIGINT NOT NULL CHECK (term >= 0),
    leader VARCHAR(255),
    incarnation UUID,
    expires_at TIMESTAMPTZ NOT NULL,
    trouble VARCHAR(1000)
) WITH (fillfactor = 50);

COMMENT ON COLUMN router_lease.term IS 'The fence: goes up by one whenever the lease is not renewed but taken';
COMMENT ON COLUMN router_lease.incarnation IS 'The process. One that comes back under the name of a dead one is another';
COMMENT ON COLUMN router_lease.trouble IS 'Why nothing flows to the broker, in the leader''s words; null when all is well';

INSERT INTO router_lease (name, term, expires_at) VALUES ('leader', 0, '1970-01-01T00:00:00Z');

-- Servers, for people to look at: nothing is decided by it.
CREATE TABLE router_nodes (
    node VARCHAR(255) COLLATE "C" PRIMARY KEY,
    seen_at TIMESTAMPTZ NOT NULL
) WITH (fillfactor = 50);
