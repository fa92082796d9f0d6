package com.orchestrator.engine.persistence;

import com.orchestrator.engine.seal.DataKey;
import com.orchestrator.engine.seal.KeyRing;
import com.orchestrator.engine.seal.SettledKeyRing;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.engine.store.EngineStoreContract;
import com.orchestrator.testkit.TestDatabase;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** With {@code -Dstore.sealed=true} of a store that seals, which is held to the same contract. */
class PostgresEngineStoreIT extends EngineStoreContract {

    private static final @Nullable KeyRing RING = Boolean.getBoolean("store.sealed")
            ? SettledKeyRing.parse("test:" + Base64.getEncoder().encodeToString(DataKey.random()))
            : null;

    private static TestDatabase database;
    private static EngineStore store;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
        store = PostgresEngineStore.connect(database.config(), RING);
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
