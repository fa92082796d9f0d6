package com.orchestrator.engine.persistence;

import com.orchestrator.engine.persistence.sql.ArrayType;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/** Makes the connections of the pool, and has each looked at before it is used. */
final class WatchedSource extends PGSimpleDataSource {

    private static final long serialVersionUID = 1;
    private static final int SOCKET_TIMEOUT_SECONDS = 60;
    private static final int STATEMENTS_KEPT = 256;

    private final transient DatabaseLife life;

    /** Statements are prepared on the server from the second use on and kept. */
    WatchedSource(PostgresConfig config, DatabaseLife life) {
        this.life = life;
        setUrl(config.connectionUrl());
        setUser(config.username());
        setPassword(config.password());
        setPrepareThreshold(2);
        setPreparedStatementCacheQueries(STATEMENTS_KEPT);
        setBinaryTransferEnable(ArrayType.oids());
        setSocketTimeout(SOCKET_TIMEOUT_SECONDS);
        setTcpKeepAlive(true);
        setApplicationName("orchestrator");
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        try {
            life.look(connection);
            return connection;
        } catch (SQLException | RuntimeException failure) {
            connection.close();
            throw failure;
        }
    }
}
