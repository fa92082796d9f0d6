package com.orchestrator.projections.tables;

import com.orchestrator.projections.RefusedException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What databases say differently. */
public enum Adapter {
    POSTGRES("(EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::bigint", "TEXT"),
    /** And MariaDB. */
    MYSQL("CAST(UNIX_TIMESTAMP(SYSDATE(3)) * 1000 AS SIGNED)", "LONGTEXT"),
    SQLITE("CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)", "TEXT");

    private final String now;
    private final String longText;

    Adapter(String now, String longText) {
        this.now = now;
        this.longText = longText;
    }

    /** Milliseconds since 1970 by the clock of the database, at this moment and not when the transaction began. */
    public String now() {
        return now;
    }

    String longText() {
        return longText;
    }

    /** A table in the schema; where there are no schemas its name begins with it. */
    String qualified(String schema, String table) {
        return schema + (this == SQLITE ? "_" : ".") + table;
    }

    /** What a first line has to say so that the tables have somewhere to stand; empty where nothing has. */
    String createSchema(String schema) {
        return switch (this) {
            case POSTGRES -> "CREATE SCHEMA IF NOT EXISTS " + schema + ";\n\n";
            case MYSQL -> "CREATE DATABASE IF NOT EXISTS " + schema + ";\n\n";
            case SQLITE -> "";
        };
    }

    /** InnoDB has transactions; the binary collation tells names apart that differ in case. */
    String tableOptions() {
        return this == MYSQL ? " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin" : "";
    }

    /** Whether there is such a table; asked in a way that leaves no error in anybody's log. */
    public boolean has(Connection connection, String schema, String table) throws SQLException {
        String name = this == SQLITE ? qualified(schema, table) : table;
        try (ResultSet found = connection
                .getMetaData()
                .getTables(this == MYSQL ? schema : null, this == POSTGRES ? schema : null, name, null)) {
            return found.next();
        }
    }

    /** Inserts a row unless there is one of its key. */
    public String insertUnlessThere(String table, String columns, String values) {
        return switch (this) {
            case POSTGRES, SQLITE ->
                "INSERT INTO " + table + " (" + columns + ") VALUES (" + values + ") ON CONFLICT DO NOTHING";
            case MYSQL -> "INSERT IGNORE INTO " + table + " (" + columns + ") VALUES (" + values + ")";
        };
    }

    public static Adapter of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product.toLowerCase(Locale.ROOT)) {
            case "postgresql" -> POSTGRES;
            case "mysql", "mariadb" -> MYSQL;
            case "sqlite" -> SQLITE;
            default ->
                throw new RefusedException(
                        "DATABASE_UNKNOWN", "Projections are not coordinated on " + product + ", but on " + known());
        };
    }

    /** By the name that the command line has for it. */
    public static Adapter named(String name) {
        return Arrays.stream(values())
                .filter(adapter -> adapter.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        "ADAPTER_UNKNOWN", "There is no adapter '" + name + "'; there are " + known()));
    }

    private static String known() {
        return Arrays.stream(values()).map(Adapter::toString).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
