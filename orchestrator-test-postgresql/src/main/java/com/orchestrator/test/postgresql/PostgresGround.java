package com.orchestrator.test.postgresql;

import com.orchestrator.engine.persistence.PostgresEngineStore;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.test.Ground;
import java.time.Duration;
import java.time.InstantSource;

/** The tables of a server, on a real PostgreSQL; time is {@code engine_now()}, which really passes, and is moved besides. */
final class PostgresGround implements Ground {

    private final PostgresEngineStore store;
    private final TestTables tables;

    PostgresGround(PostgresEngineStore store, TestTables tables) {
        this.store = store;
        this.tables = tables;
    }

    @Override
    public EngineStore store() {
        return store;
    }

    @Override
    public InstantSource clock() {
        return tables::now;
    }

    @Override
    public void advance(Duration time) {
        tables.advance(time);
    }
}
