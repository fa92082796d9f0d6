-- Principals of an identity provider that were shut out: what it has made for them before is refused.
CREATE TABLE principal_cutoffs (
    principal TEXT COLLATE "C" PRIMARY KEY,
    cut_at TIMESTAMPTZ NOT NULL,
    cut_by TEXT NOT NULL
);
