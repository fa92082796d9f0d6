-- What has been appended to histories, in an order in which all of it can be read to the end and gone on from: one row for each
-- transaction, with the pages it has written. Pages that were there before are in no row.
--
-- The position is the greater of the transaction's own number and the newest that had ended when it wrote. Whatever a run is
-- appended by later has a position that is no smaller, and when every transaction up to a position has ended (it is below the
-- snapshot's xmin), nothing can come before it any more. So a reader who stays below never misses what commits late.
CREATE TABLE feed (
    position BIGINT NOT NULL,
    xid BIGINT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    instance_ids UUID[] NOT NULL,
    first_sequences BIGINT[] NOT NULL,
    PRIMARY KEY (position, xid)
) WITH (toast_tuple_target = 8160, autovacuum_vacuum_insert_scale_factor = 0.2);

-- Ids do not compress, and trying costs more than the row.
ALTER TABLE feed ALTER COLUMN instance_ids SET STORAGE EXTERNAL;
ALTER TABLE feed ALTER COLUMN first_sequences SET STORAGE EXTERNAL;

-- One row.
CREATE TABLE feed_state (
    is_one BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (is_one),
    base BIGINT NOT NULL DEFAULT 0,
    trimmed_to BIGINT NOT NULL DEFAULT 0
);
INSERT INTO feed_state DEFAULT VALUES;

COMMENT ON COLUMN feed_state.base IS 'Added to numbers of transactions, which begin anew when a dump is restored into another PostgreSQL';
COMMENT ON COLUMN feed_state.trimmed_to IS 'Positions up to here are forgotten';
