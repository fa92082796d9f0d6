package com.orchestrator.test.postgresql;

import com.orchestrator.engine.persistence.PostgresConfig;
import com.orchestrator.engine.persistence.PostgresEngineStore;
import com.orchestrator.test.Ground;

/** One database for all tests of the process, emptied before each. */
public final class PostgresGrounds implements Ground.Provider {

    /** Opened when the first test asks. */
    private static final class Shared {
        static final TestTables TABLES;
        static final PostgresEngineStore STORE;

        static {
            PostgresConfig config = TestPostgres.config();
            STORE = PostgresEngineStore.open(config);
            TABLES = TestTables.of(config);
        }
    }

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public Ground fresh() {
        Shared.TABLES.empty();
        return new PostgresGround(Shared.STORE, Shared.TABLES);
    }
}
