package com.orchestrator.engine.persistence;

import com.orchestrator.engine.seal.SettledKeyRing;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.engine.store.EngineStoreContract;
import com.orchestrator.testkit.TestDatabase;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A store that seals is held to the same contract, with {@code -Dsealed.contract=true}: it takes as long as the other. */
@EnabledIfSystemProperty(named = "sealed.contract", matches = "true")
class SealedEngineStoreIT extends EngineStoreContract {

    private static TestDatabase database;
    private static EngineStore store;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
        store = PostgresEngineStore.connect(
                database.config(),
                SettledKeyRing.parse("test:" + Base64.getEncoder().encodeToString(new byte[32])));
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
