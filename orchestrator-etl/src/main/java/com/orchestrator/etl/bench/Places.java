package com.orchestrator.etl.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * What rows are moved to: a Parquet file, a file of DuckDB and a table of PostgreSQL, each new before a measurement.
 *
 * @param url of PostgreSQL
 */
record Places(Path folder, String url, String user, String password) {

    /** As much native memory as a worker allows its library. */
    static final int DUCKDB_MEGABYTES = 128;

    static final String TABLE = "sales";

    Path parquet() {
        return folder.resolve("sales.parquet");
    }

    Path database() {
        return folder.resolve("sales.duckdb");
    }

    /** A table of DuckDB or PostgreSQL as the file's columns are. */
    static String createTable() {
        return "CREATE TABLE " + TABLE + " (id BIGINT, article VARCHAR, quantity INTEGER, amount DECIMAL(10,2),"
                + " sold_at TIMESTAMP WITH TIME ZONE)";
    }

    Connection postgres() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    /**
     * @param file of DuckDB; empty for none
     */
    Connection duckdb(String file) throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("memory_limit", DUCKDB_MEGABYTES + "MB");
        settings.setProperty("temp_directory", folder.resolve("tmp").toString());
        settings.setProperty("threads", "2");
        Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file, settings);
        execute(connection, "SET TimeZone = 'UTC'");
        return connection;
    }

    /** How many rows are there, and the sum of their amounts. */
    String result(Route route) throws SQLException {
        String from = route == Route.PARQUET ? "'" + parquet() + "'" : TABLE;
        String file = route == Route.DUCKDB ? database().toString() : "";
        try (Connection connection = route == Route.POSTGRES ? postgres() : duckdb(file);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT concat(count(*), ' ', sum(amount)) FROM " + from)) {
            rows.next();
            return rows.getString(1);
        }
    }

    static void execute(Connection connection, String... sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String one : sql) {
                statement.execute(one);
            }
        }
    }
}
