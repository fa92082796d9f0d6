package com.orchestrator.examples.projections;

import com.orchestrator.projections.tables.Adapter;
import com.orchestrator.projections.tables.Migration;
import com.orchestrator.projections.tables.TableNames;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The shop's database: its events, its read models, and the tables that projections are coordinated by. */
final class Database {

    private static final List<String> TABLES = List.of(
            "CREATE TABLE events (id INTEGER PRIMARY KEY AUTOINCREMENT, context TEXT, aggregate_type TEXT, aggregate_id TEXT,"
                    + " type TEXT, payload TEXT)",
            "CREATE TABLE users (id TEXT PRIMARY KEY, name TEXT)",
            "CREATE TABLE sales (build INTEGER PRIMARY KEY, orders INTEGER, cents INTEGER)",
            "CREATE TABLE outbox (seq INTEGER PRIMARY KEY AUTOINCREMENT, message_id TEXT UNIQUE, topic TEXT, body TEXT)",
            "CREATE TABLE outcomes (workflow TEXT PRIMARY KEY, completed INTEGER)");

    private final SQLiteDataSource source;

    /** @param history what the tables are called by which the projections of the engine's history are coordinated */
    Database(Path file, TableNames history) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setBusyTimeout(20_000);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        for (TableNames names : List.of(TableNames.DEFAULT, history)) {
            for (String statement : new Migration(Adapter.SQLITE, names).sql().split(";\n")) {
                execute(statement);
            }
        }
        for (String table : TABLES) {
            execute(table);
        }
    }

    DataSource source() {
        return source;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    void append(String context, String aggregateType, String aggregateId, String type, String payload)
            throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO events"
                        + " (context, aggregate_type, aggregate_id, type, payload) VALUES (?, ?, ?, ?, ?)")) {
            insert.setString(1, context);
            insert.setString(2, aggregateType);
            insert.setString(3, aggregateId);
            insert.setString(4, type);
            insert.setString(5, payload);
            insert.executeUpdate();
        }
    }

    /** What is to be sent next. */
    List<Relay.Message> outbox(int limit) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT message_id, topic, body FROM outbox ORDER BY seq LIMIT ?")) {
            select.setInt(1, limit);
            List<Relay.Message> messages = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    messages.add(new Relay.Message(rows.getString(1), rows.getString(2), rows.getString(3)));
                }
            }
            return messages;
        }
    }

    void sent(String messageId) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement delete = connection.prepareStatement("DELETE FROM outbox WHERE message_id = ?")) {
            delete.setString(1, messageId);
            delete.executeUpdate();
        }
    }

    /** The first column of the first row; empty when there is none. */
    String one(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }
}
