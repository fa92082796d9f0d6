package com.orchestrator.engine.persistence;

import com.orchestrator.engine.StartRefused;
import com.orchestrator.engine.persistence.sql.FindTablesElsewhere;
import com.orchestrator.engine.persistence.sql.ReadSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects once, without a pool that would try again, and looks whether the database can be used. Above all a database
 * that loses acknowledged commits in a crash makes every promise of this engine void.
 *
 * @param source connections, one by one
 */
record DatabaseCheck(PostgresConfig config, PGSimpleDataSource source) {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseCheck.class);

    private static final int CONNECT_SECONDS = 5;
    private static final int SOCKET_SECONDS = 60;
    private static final int OLDEST_VERSION = 13;

    /** @throws StartRefused when the URL cannot be read */
    static DatabaseCheck of(PostgresConfig config) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        try {
            // Does not quote it: it may hold a password.
            source.setUrl(config.connectionUrl());
        } catch (IllegalArgumentException e) {
            throw new StartRefused(
                    "ORCHESTRATOR_DATASOURCE_URL (orchestrator.datasource.url) is no URL of a PostgreSQL;"
                            + " write it as jdbc:postgresql://host:5432/database",
                    e);
        }
        source.setUser(config.username());
        source.setPassword(config.password());
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setLoginTimeout(2 * CONNECT_SECONDS);
        source.setSocketTimeout(SOCKET_SECONDS);
        source.setApplicationName("orchestrator");
        return new DatabaseCheck(config, source);
    }

    /** @throws StartRefused when it cannot be reached or must not be used */
    void run() {
        try (Connection connection = source.getConnection()) {
            requireVersion(connection.getMetaData().getDatabaseMajorVersion());
            requireWritable(ReadSettings.value(connection, "transaction_read_only"));
            requireUnicode(ReadSettings.value(connection, "server_encoding"));
            requireDurable(ReadSettings.unsafe(connection));
            requireNoneElsewhere(connection);
        } catch (SQLException e) {
            throw new StartRefused(DatabaseFault.sentence(e, config, place()), e);
        }
    }

    /**
     * Does something there in a transaction of its own.
     *
     * @throws StartRefused when it cannot be reached
     */
    <T> T ask(JdbcAccess.Work<T> work) {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            T result = work.run(connection);
            connection.commit();
            return result;
        } catch (SQLException e) {
            throw new StartRefused(DatabaseFault.sentence(e, config, place()), e);
        }
    }

    /** Host, port and name as a person would say them. */
    String place() {
        return source.getServerNames()[0] + ":" + source.getPortNumbers()[0] + "/" + source.getDatabaseName();
    }

    private void requireVersion(int version) {
        if (version < OLDEST_VERSION) {
            throw new StartRefused("The PostgreSQL at " + place() + " is version " + version
                    + ", which is too old; version " + OLDEST_VERSION + " or newer is needed");
        }
    }

    private void requireWritable(String readOnly) {
        if (readOnly.equals("on")) {
            throw new StartRefused(
                    "The database " + place() + " takes no writes, perhaps since it is a standby; name the"
                            + " primary in ORCHESTRATOR_DATASOURCE_URL");
        }
    }

    private void requireUnicode(String encoding) {
        if (!encoding.equals("UTF8")) {
            throw new StartRefused("The database " + place() + " has the encoding " + encoding
                    + " and could not hold every text; create it with ENCODING 'UTF8' TEMPLATE template0");
        }
    }

    /** Servers of before have made their tables where the user's search path led. Nobody is to find their runs gone. */
    private void requireNoneElsewhere(Connection connection) throws SQLException {
        if (config.namesSchema()) {
            return;
        }
        for (String schema : FindTablesElsewhere.schemas(connection)) {
            throw new StartRefused(
                    "The tables of an orchestrator stand in the schema " + schema + " of the database " + place()
                            + " and not in " + PostgresConfig.USUAL_SCHEMA
                            + "; name the schema in ORCHESTRATOR_DATASOURCE_URL: ?currentSchema="
                            + schema);
        }
    }

    private void requireDurable(List<String> unsafe) {
        if (unsafe.isEmpty()) {
            return;
        }
        String message = "The database would lose acknowledged work in a crash: " + String.join(", ", unsafe)
                + ". Switch them on";
        if (!config.allowUnsafeSettings()) {
            throw new StartRefused(
                    message + ", or say orchestrator.datasource.allow-unsafe-settings=true if you do not mind");
        }
        LOG.warn("{}. Allowed by configuration.", message);
    }
}
