package com.orchestrator.server.wiring;

import com.orchestrator.engine.persistence.PostgresConfig;
import com.orchestrator.router.store.PostgresRouterStore;
import com.orchestrator.router.store.RouterStore;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.concurrent.TimeUnit;

/** Connections of the router's own, so that it takes none from the engine. They are opened when they are needed. */
final class RouterDatabase {

    private static final int CONNECTIONS_MAX = 4;
    private static final int SOCKET_TIMEOUT_SECONDS = 60;

    private RouterDatabase() {}

    static RouterStore open(PostgresConfig database) {
        HikariConfig pool = new HikariConfig();
        pool.setDriverClassName("org.postgresql.Driver");
        pool.setJdbcUrl(database.jdbcUrl());
        pool.setUsername(database.username());
        pool.setPassword(database.password());
        pool.setMaximumPoolSize(CONNECTIONS_MAX);
        pool.setMinimumIdle(1);
        pool.setAutoCommit(false);
        pool.setConnectionTimeout(TimeUnit.SECONDS.toMillis(10));
        pool.setPoolName("orchestrator-router");
        pool.addDataSourceProperty("socketTimeout", SOCKET_TIMEOUT_SECONDS);
        pool.addDataSourceProperty("tcpKeepAlive", true);
        pool.addDataSourceProperty("ApplicationName", "orchestrator-router");
        HikariDataSource connections = new HikariDataSource(pool);
        return new PostgresRouterStore(connections, connections::close);
    }
}
