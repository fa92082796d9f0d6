package com.orchestrator.server.tokens;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.fleet.AccessToken;
import com.orchestrator.api.fleet.PrincipalCutoff;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Tokens in a table, which all servers of the database know. */
public final class PostgresTokenStore implements TokenStore {

    private static final String COLUMNS = "name, grants, digest, expires_at, former_digest, former_until,"
            + " created_at, created_by, rotated_at, last_used_at";
    private static final String MARK = "SELECT version, clock_timestamp() AS at FROM access_tokens_version";
    private static final String ALL = "SELECT " + COLUMNS + " FROM access_tokens ORDER BY name";
    private static final String INSERT =
            "INSERT INTO access_tokens (name, grants, digest, created_by, created_at, expires_at)"
                    + " SELECT ?, ?, ?, ?, now, now + ? * INTERVAL '1 millisecond' FROM clock_timestamp() AS now"
                    + " ON CONFLICT DO NOTHING RETURNING " + COLUMNS;
    private static final String ROTATE = "UPDATE access_tokens SET former_digest = digest, digest = ?,"
            + " former_until = LEAST(expires_at, now + ? * INTERVAL '1 millisecond'), rotated_at = now,"
            + " expires_at = now + ? * INTERVAL '1 millisecond' FROM clock_timestamp() AS now"
            + " WHERE name = ? AND created_at = ? RETURNING " + COLUMNS;
    private static final String DELETE = "DELETE FROM access_tokens WHERE name = ? RETURNING " + COLUMNS;
    private static final String CHANGED = "UPDATE access_tokens_version SET version = version + 1";
    private static final String CUTOFFS = "SELECT principal, cut_at, cut_by FROM principal_cutoffs"
            + " WHERE cut_at > clock_timestamp() - ? * INTERVAL '1 millisecond' ORDER BY principal";
    private static final String FORGET =
            "DELETE FROM principal_cutoffs WHERE cut_at <= clock_timestamp() - ? * INTERVAL '1 millisecond'";
    private static final String CUT = "INSERT INTO principal_cutoffs (principal, cut_at, cut_by)"
            + " VALUES (?, clock_timestamp(), ?) ON CONFLICT (principal)"
            + " DO UPDATE SET cut_at = EXCLUDED.cut_at, cut_by = EXCLUDED.cut_by RETURNING principal, cut_at, cut_by";
    private static final String USED =
            "UPDATE access_tokens SET last_used_at = ? WHERE name = ? AND (last_used_at IS NULL OR last_used_at < ?)";

    private final DataSource database;

    public PostgresTokenStore(DataSource database) {
        this.database = database;
    }

    @Override
    public Mark mark() {
        return with(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(MARK);
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return new Mark(row.getLong("version"), row.getTimestamp("at").toInstant());
            }
        });
    }

    @Override
    public List<StoredToken> all() {
        return with(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(ALL)) {
                return read(statement);
            }
        });
    }

    @Override
    public Optional<StoredToken> insert(Wanted wanted) {
        return change(INSERT, statement -> {
            statement.setString(1, wanted.name());
            statement.setString(2, StoredToken.joined(wanted.grants()));
            statement.setString(3, wanted.digest());
            statement.setString(4, wanted.by());
            statement.setLong(5, wanted.life().toMillis());
        });
    }

    @Override
    public Optional<StoredToken> rotate(StoredToken token, String digest, Duration life, Duration grace) {
        return change(ROTATE, statement -> {
            statement.setString(1, digest);
            statement.setLong(2, grace.toMillis());
            statement.setLong(3, life.toMillis());
            statement.setString(4, token.shown().name());
            statement.setTimestamp(5, Timestamp.from(token.shown().createdAt()));
        });
    }

    @Override
    public boolean delete(String name) {
        return change(DELETE, statement -> statement.setString(1, name)).isPresent();
    }

    @Override
    public List<PrincipalCutoff> cutoffs() {
        return with(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(CUTOFFS)) {
                statement.setLong(1, CUTOFF_KEPT.toMillis());
                return readCutoffs(statement);
            }
        });
    }

    @Override
    public PrincipalCutoff cutOff(String principal, String by) {
        return with(connection -> {
            try (PreparedStatement count = connection.prepareStatement(CHANGED);
                    PreparedStatement forget = connection.prepareStatement(FORGET);
                    PreparedStatement cut = connection.prepareStatement(CUT)) {
                count.executeUpdate();
                forget.setLong(1, CUTOFF_KEPT.toMillis());
                forget.executeUpdate();
                cut.setString(1, principal);
                cut.setString(2, by);
                return readCutoffs(cut).get(0);
            }
        });
    }

    private static List<PrincipalCutoff> readCutoffs(PreparedStatement statement) throws SQLException {
        List<PrincipalCutoff> found = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                found.add(new PrincipalCutoff(
                        row.getString("principal"), row.getTimestamp("cut_at").toInstant(), row.getString("cut_by")));
            }
        }
        return found;
    }

    /** In order, so that servers do not wait for each other in a circle. */
    @Override
    public void used(Map<String, Instant> last) {
        with(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(USED)) {
                for (Map.Entry<String, Instant> one : new TreeMap<>(last).entrySet()) {
                    statement.setTimestamp(1, Timestamp.from(one.getValue()));
                    statement.setString(2, one.getKey());
                    statement.setTimestamp(3, Timestamp.from(one.getValue()));
                    statement.addBatch();
                }
                return statement.executeBatch();
            }
        });
    }

    @FunctionalInterface
    private interface Binder {
        void bind(PreparedStatement statement) throws SQLException;
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Counts when it has changed something. The row of the count comes first, so that two do not wait for each other in a circle. */
    private Optional<StoredToken> change(String sql, Binder binder) {
        return with(connection -> {
            try (PreparedStatement count = connection.prepareStatement(CHANGED);
                    PreparedStatement statement = connection.prepareStatement(sql)) {
                count.executeUpdate();
                binder.bind(statement);
                return read(statement).stream().findFirst();
            }
        });
    }

    private <T> T with(Work<T> work) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            OrchestratorException unavailable =
                    new OrchestratorException(ErrorCode.UNAVAILABLE, "The tokens cannot be reached now");
            unavailable.initCause(e);
            throw unavailable;
        }
    }

    private static List<StoredToken> read(PreparedStatement statement) throws SQLException {
        List<StoredToken> found = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                AccessToken shown = new AccessToken(
                        row.getString("name"),
                        StoredToken.split(row.getString("grants")),
                        row.getTimestamp("created_at").toInstant(),
                        row.getString("created_by"),
                        row.getTimestamp("expires_at").toInstant(),
                        instant(row, "rotated_at"),
                        instant(row, "former_until"),
                        instant(row, "last_used_at"));
                found.add(new StoredToken(shown, row.getString("digest"), row.getString("former_digest")));
            }
        }
        return found;
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
