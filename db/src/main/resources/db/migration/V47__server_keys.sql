-- Keys that all servers of a database sign with. Made by whoever needs one first; never shown.
CREATE TABLE server_keys (
    name TEXT COLLATE "C" PRIMARY KEY,
    key BYTEA NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
