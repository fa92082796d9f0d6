-- What people have changed, as a chain of hashes. Rows are only ever added.
CREATE TABLE audit_entries (
    position BIGINT PRIMARY KEY,
    principal TEXT COLLATE "C",
    text TEXT NOT NULL,
    hash TEXT COLLATE "C" NOT NULL
);

CREATE INDEX ix_audit_entries_principal ON audit_entries (principal, position);

-- Its end, locked by whoever appends.
CREATE TABLE audit_head (
    only_row BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (only_row),
    position BIGINT NOT NULL,
    hash TEXT COLLATE "C" NOT NULL
);

INSERT INTO audit_head (position, hash) VALUES (0, repeat('0', 64));

CREATE FUNCTION audit_entries_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Entries of the audit are not changed and not deleted';
END $$;

CREATE TRIGGER audit_entries_are_kept BEFORE UPDATE OR DELETE ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION audit_entries_are_kept();
