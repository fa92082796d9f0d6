package com.orchestrator.projections.tables;

/** The SQL that makes the tables. Running it again does no harm. */
public record Migration(Adapter adapter, TableNames names) {

    /** Statements, each ended by a semicolon at the end of a line. */
    public String sql() {
        return "-- Coordination of projections; see docs/how-to/projections.md. Times are milliseconds since 1970 by the database's clock.\n\n"
                + adapter.createSchema(names.schema())
                + table(names.projectionShards(adapter), SHARDS)
                + table(names.recreateLock(adapter), RECREATE_LOCK)
                + table(names.workers(adapter), WORKERS)
                + table(names.deadLetters(adapter), DEAD_LETTERS.replace("LONG_TEXT", adapter.longText()))
                + onlyGeneration();
    }

    private String table(String name, String columns) {
        return "CREATE TABLE IF NOT EXISTS " + name + " (\n" + columns + ")" + adapter.tableOptions() + ";\n\n";
    }

    private String onlyGeneration() {
        return adapter.insertUnlessThere(
                        names.recreateLock(adapter), "id, generation, phase, phase_since", "1, 0, 'RUNNING', 0")
                + ";\n";
    }

    private static final String SHARDS = """
            projection           VARCHAR(200)  NOT NULL,
            build                INTEGER       NOT NULL,
            shard                INTEGER       NOT NULL,
            live                 INTEGER       NOT NULL,
            shard_count          INTEGER       NOT NULL,
            position             VARCHAR(200),
            events               BIGINT        NOT NULL,
            moved_at             BIGINT,
            fence                BIGINT        NOT NULL,
            generation           BIGINT        NOT NULL,
            owner                VARCHAR(200),
            successor            VARCHAR(200),
            successor_since      BIGINT,
            paused_reason        VARCHAR(1000),
            failures             INTEGER       NOT NULL,
            failed_event         VARCHAR(200),
            error                VARCHAR(2000),
            retry_at             BIGINT,
            skip_event           VARCHAR(200),
            skip_reason          VARCHAR(1000),
            rebuildable          INTEGER       NOT NULL,
            asked                VARCHAR(20),
            refused              VARCHAR(1000),
            letters_asked        INTEGER       NOT NULL,
            behind               BIGINT        NOT NULL,
            behind_at_least      INTEGER       NOT NULL,
            behind_since         BIGINT,
            rate                 BIGINT        NOT NULL,
            note                 VARCHAR(1000),
            measured_at          BIGINT,
            PRIMARY KEY (projection, build, shard)
            """.indent(4);

    private static final String RECREATE_LOCK = """
            id                   INTEGER       NOT NULL PRIMARY KEY CHECK (id = 1),
            generation           BIGINT        NOT NULL,
            phase                VARCHAR(20)   NOT NULL,
            phase_since          BIGINT        NOT NULL
            """.indent(4);

    private static final String WORKERS = """
            worker_id            VARCHAR(200)  NOT NULL PRIMARY KEY,
            generation           BIGINT        NOT NULL,
            state                VARCHAR(20)   NOT NULL,
            started_at           BIGINT        NOT NULL,
            last_heartbeat       BIGINT        NOT NULL,
            stale_after          BIGINT        NOT NULL
            """.indent(4);

    private static final String DEAD_LETTERS = """
            projection           VARCHAR(200)  NOT NULL,
            event_id             VARCHAR(200)  NOT NULL,
            shard                INTEGER       NOT NULL,
            position             VARCHAR(200)  NOT NULL,
            context              VARCHAR(200)  NOT NULL,
            aggregate_type       VARCHAR(200)  NOT NULL,
            aggregate_id         VARCHAR(200)  NOT NULL,
            type                 VARCHAR(200),
            payload              LONG_TEXT,
            reason               VARCHAR(1000) NOT NULL,
            error                VARCHAR(2000),
            asked                INTEGER       NOT NULL,
            retries              INTEGER       NOT NULL,
            put_at               BIGINT        NOT NULL,
            PRIMARY KEY (projection, event_id)
            """.indent(4);
}
