package com.orchestrator.server.keys;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** Keys in the database, read once by each server. Of servers that make one at the same time the first wins. */
public final class PostgresServerKeys implements ServerKeys {

    private static final String INSERT = "INSERT INTO server_keys (name, key) VALUES (?, ?) ON CONFLICT DO NOTHING";
    private static final String FIND = "SELECT key FROM server_keys WHERE name = ?";

    private final DataSource database;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, byte[]> known = new ConcurrentHashMap<>();

    public PostgresServerKeys(DataSource database) {
        this.database = database;
    }

    @Override
    public byte[] get(String name) {
        return known.computeIfAbsent(name, this::read).clone();
    }

    private byte[] read(String name) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(true);
            insert(connection, name);
            return find(connection, name);
        } catch (SQLException e) {
            throw new IllegalStateException("The key '" + name + "' cannot be read", e);
        }
    }

    private void insert(Connection connection, String name) throws SQLException {
        byte[] key = new byte[BYTES];
        random.nextBytes(key);
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setString(1, name);
            statement.setBytes(2, key);
            statement.executeUpdate();
        }
    }

    private static byte[] find(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBytes(1);
            }
        }
    }
}
