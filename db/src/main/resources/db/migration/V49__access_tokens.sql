-- Tokens that servers have made, beside those of the settings. Of a secret only its digest is here.
CREATE TABLE access_tokens (
    name TEXT COLLATE "C" PRIMARY KEY,
    grants TEXT NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    former_digest TEXT COLLATE "C",
    former_until TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
    created_by TEXT NOT NULL,
    rotated_at TIMESTAMPTZ,
    last_used_at TIMESTAMPTZ
);

-- Counts changes, so that servers see with one row whether they know the tokens as they are.
CREATE TABLE access_tokens_version (
    only_row BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (only_row),
    version BIGINT NOT NULL
);

INSERT INTO access_tokens_version (version) VALUES (0);
