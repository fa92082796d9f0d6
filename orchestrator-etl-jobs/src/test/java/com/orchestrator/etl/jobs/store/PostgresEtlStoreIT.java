package com.orchestrator.etl.jobs.store;

import com.orchestrator.testkit.TestDatabase;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresEtlStoreIT extends EtlStoreContract {

    private static final TestDatabase DATABASE = TestDatabase.create();

    @Override
    EtlStore open() {
        DATABASE.empty();
        PGSimpleDataSource connections = new PGSimpleDataSource();
        connections.setUrl(DATABASE.config().jdbcUrl());
        connections.setUser(DATABASE.config().username());
        connections.setPassword(DATABASE.config().password());
        return new PostgresEtlStore(connections, () -> {});
    }
}
