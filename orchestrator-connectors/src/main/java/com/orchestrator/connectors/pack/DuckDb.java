package com.orchestrator.connectors.pack;

import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.connectors.Workroom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/** Connections to DuckDB that keep to their memory, write instants in UTC, and fetch nothing from elsewhere. */
public final class DuckDb {

    private DuckDb() {}

    /** One of its own, in memory: what Parquet is written and read with. */
    public static DuckDBConnection inMemory(Workroom workroom) {
        return open("", workroom);
    }

    /**
     * @param file the database; empty for one in memory
     * @throws ConnectorException {@code BUSY} if another process has the file
     */
    public static DuckDBConnection open(String file, Workroom workroom) {
        Properties settings = new Properties();
        settings.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("memory_limit", workroom.nativeMegabytes() + "MB");
        settings.setProperty("temp_directory", workroom.temporary().toString());
        settings.setProperty("threads", "2");
        try {
            DuckDBConnection connection =
                    (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:" + file, settings);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET TimeZone = 'UTC'");
            }
            return connection;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    public static ConnectorException failed(SQLException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("Could not set lock")) {
            return new ConnectorException("BUSY", "Another process has the database open: " + message, e);
        }
        return new ConnectorException("DUCKDB_FAILED", message, e);
    }
}
