package com.orchestrator.server.wiring;

import com.zaxxer.hikari.HikariConfig;
import java.time.Duration;

/** Connections of what stands beside the engine, so that it takes none from it. They are opened when they are needed. */
final class GuestConnections {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration SILENCE_MAX = Duration.ofSeconds(60);

    private GuestConnections() {}

    /**
     * A pool that keeps no connection that nobody needs, and is there before its database is.
     *
     * @param name of the pool, and of its connections in the database
     * @param most connections at once
     */
    static HikariConfig named(String name, String jdbcUrl, String username, String password, int most) {
        HikariConfig pool = new HikariConfig();
        pool.setDriverClassName("org.postgresql.Driver");
        pool.setPoolName(name);
        pool.setJdbcUrl(jdbcUrl);
        pool.setUsername(username);
        pool.setPassword(password);
        pool.setMaximumPoolSize(most);
        pool.setMinimumIdle(0);
        pool.setConnectionTimeout(PATIENCE.toMillis());
        pool.setInitializationFailTimeout(-1);
        pool.addDataSourceProperty("socketTimeout", SILENCE_MAX.toSeconds());
        pool.addDataSourceProperty("tcpKeepAlive", true);
        pool.addDataSourceProperty("ApplicationName", name);
        // What a refusal quotes of rows and parameters may be what runs carry.
        pool.addDataSourceProperty("logServerErrorDetail", false);
        return pool;
    }
}
