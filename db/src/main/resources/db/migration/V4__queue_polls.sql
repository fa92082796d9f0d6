-- When workers have last asked for a queue, over all servers: each writes what it has seen from time to time, never with a
-- poll. For people who ask why nothing moves.
CREATE TABLE queue_polls (
    queue VARCHAR(255) PRIMARY KEY,
    last_poll_at TIMESTAMPTZ NOT NULL,
    last_offer_at TIMESTAMPTZ
) WITH (fillfactor = 70);

COMMENT ON COLUMN queue_polls.last_offer_at IS 'Last poll of a worker that had a free slot';
