-- A limit that is new lets nothing in until the attempts that were under way before it are counted: they have taken nothing of it.
-- Until now it was shut for three seconds and did not know of them.
ALTER TABLE limits
    DROP COLUMN settled_at,
    ADD COLUMN adopting BIGINT;

COMMENT ON COLUMN limits.adopting IS 'The change since which attempts under way have to be counted and are not: nothing begins before; null when they are';
