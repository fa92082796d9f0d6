package com.orchestrator.worker.effects;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Makes the table and keeps it from growing for ever. */
final class EffectUpkeep {

    private static final String DDL = "/orchestrator/effects/orchestrator_effects.sql";
    private static final int BATCH_ROWS_MAX = 500;

    private final DataSource database;
    private final String table;

    EffectUpkeep(DataSource database, String table) {
        this.database = database;
        this.table = table;
    }

    /** Of several workers that start at once, all but one may be refused, and all find the table afterwards. */
    void ensureTable() throws SQLException {
        try (Connection connection = database.getConnection()) {
            if (!exists(connection)) {
                create(connection);
            }
        }
    }

    private void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String command : ddl().split(";\\R+")) {
                statement.execute(command);
            }
            commit(connection);
        } catch (SQLException e) {
            rollBack(connection);
            if (!exists(connection)) {
                throw e;
            }
        }
    }

    private boolean exists(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery("SELECT 1 FROM " + table + " WHERE 1 = 0").close();
            return true;
        } catch (SQLException noSuchTable) {
            rollBack(connection);
            return false;
        }
    }

    /** An index stands in the schema of its table and is named without it. */
    private String ddl() {
        String index = table.substring(table.indexOf('.') + 1) + "_changed_at";
        return resource()
                .replace(Effects.TABLE_DEFAULT + "_changed_at", index)
                .replaceAll("\\b" + Effects.TABLE_DEFAULT + "\\b", table);
    }

    private static String resource() {
        try (InputStream sql = EffectUpkeep.class.getResourceAsStream(DDL)) {
            if (sql == null) {
                throw new IllegalStateException(DDL + " is not in the jar");
            }
            return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In short transactions, so that no worker waits long for a row. */
    long forgetBefore(Instant moment) throws SQLException {
        OffsetDateTime before = moment.atOffset(ZoneOffset.UTC);
        Batch batch = forgetBatch(before);
        long forgotten = batch.deleted();
        while (batch.found() == BATCH_ROWS_MAX) {
            batch = forgetBatch(before);
            forgotten += batch.deleted();
        }
        return forgotten;
    }

    private Batch forgetBatch(OffsetDateTime before) throws SQLException {
        OpenTransaction transaction = OpenTransaction.on(database.getConnection());
        try {
            Connection connection = transaction.connection();
            List<String> keys = keysBefore(connection, before);
            Batch batch = new Batch(keys.size(), delete(connection, keys, before));
            transaction.commit();
            return batch;
        } finally {
            transaction.giveBack();
        }
    }

    private record Batch(int found, long deleted) {}

    private List<String> keysBefore(Connection connection, OffsetDateTime before) throws SQLException {
        String sql = "SELECT idempotency_key FROM " + table + " WHERE changed_at < ? ORDER BY changed_at";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setMaxRows(BATCH_ROWS_MAX);
            statement.setObject(1, before);
            try (ResultSet rows = statement.executeQuery()) {
                List<String> keys = new ArrayList<>();
                while (rows.next()) {
                    keys.add(rows.getString(1));
                }
                return keys;
            }
        }
    }

    /** Asks for the age once more: an undo may have come since the key was read. */
    private long delete(Connection connection, List<String> keys, OffsetDateTime before) throws SQLException {
        String sql = "DELETE FROM " + table + " WHERE idempotency_key = ? AND changed_at < ?";
        long deleted = 0;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (String key : keys) {
                statement.setString(1, key);
                statement.setObject(2, before);
                deleted += statement.executeUpdate();
            }
        }
        return deleted;
    }

    private static void commit(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
    }

    private static void rollBack(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
        }
    }
}
