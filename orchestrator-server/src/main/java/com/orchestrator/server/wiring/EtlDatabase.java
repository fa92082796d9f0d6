package com.orchestrator.server.wiring;

import com.orchestrator.engine.persistence.PostgresConfig;
import com.orchestrator.etl.jobs.store.EtlStore;
import com.orchestrator.etl.jobs.store.PostgresEtlStore;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.concurrent.TimeUnit;

/** Connections for jobs of extract and load, so that they take none from the engine. They are opened when they are needed. */
final class EtlDatabase {

    private static final int CONNECTIONS_MAX = 2;
    private static final int SOCKET_TIMEOUT_SECONDS = 60;

    private EtlDatabase() {}

    static EtlStore open(PostgresConfig database) {
        HikariConfig pool = new HikariConfig();
        pool.setDriverClassName("org.postgresql.Driver");
        pool.setJdbcUrl(database.jdbcUrl());
        pool.setUsername(database.username());
        pool.setPassword(database.password());
        pool.setMaximumPoolSize(CONNECTIONS_MAX);
        pool.setMinimumIdle(0);
        pool.setConnectionTimeout(TimeUnit.SECONDS.toMillis(10));
        // Nothing is asked of the database until somebody asks for jobs.
        pool.setInitializationFailTimeout(-1);
        pool.setPoolName("orchestrator-etl");
        pool.addDataSourceProperty("socketTimeout", SOCKET_TIMEOUT_SECONDS);
        pool.addDataSourceProperty("tcpKeepAlive", true);
        pool.addDataSourceProperty("ApplicationName", "orchestrator-etl");
        HikariDataSource connections = new HikariDataSource(pool);
        return new PostgresEtlStore(connections, connections::close);
    }
}
