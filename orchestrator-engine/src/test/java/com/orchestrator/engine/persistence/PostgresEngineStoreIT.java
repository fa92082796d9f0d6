package com.orchestrator.engine.persistence;

import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.engine.store.EngineStoreContract;
import com.orchestrator.testkit.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class PostgresEngineStoreIT extends EngineStoreContract {

    private static TestDatabase database;
    private static EngineStore store;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
        store = PostgresEngineStore.open(database.config());
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @BeforeEach
    void empty() {
        database.empty();
    }

    @Override
    public EngineStore store() {
        return store;
    }

    @Override
    public void advance(Duration by) {
        database.advance(by);
    }
}
