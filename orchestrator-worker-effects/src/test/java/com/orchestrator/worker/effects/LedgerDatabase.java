package com.orchestrator.worker.effects;

import com.orchestrator.engine.persistence.PostgresConfig;
import com.orchestrator.testkit.TestDatabase;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The application's database: a ledger in which every effect leaves a line, so that doing a thing twice can be seen. Of one
 * test class, and empty before each test.
 */
final class LedgerDatabase implements BeforeEachCallback, AfterAllCallback {

    static final int CONNECTIONS = 24;

    private final HikariDataSource pool;
    private final Connection watcher;

    private LedgerDatabase(String url, String username, String password) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(username);
        config.setPassword(password);
        config.setMaximumPoolSize(CONNECTIONS);
        this.pool = new HikariDataSource(config);
        try {
            this.watcher = DriverManager.getConnection(url, username, password);
            execute("CREATE TABLE ledger (entry VARCHAR(255) NOT NULL)");
            Effects.on(pool).ensureTable();
        } catch (SQLException e) {
            throw new IllegalStateException("There is no test database", e);
        }
    }

    /** In memory. */
    static LedgerDatabase h2() {
        return new LedgerDatabase("jdbc:h2:mem:effects", "sa", "");
    }

    static LedgerDatabase postgres() {
        PostgresConfig config = TestDatabase.create().config();
        return new LedgerDatabase(config.jdbcUrl(), config.username(), config.password());
    }

    DataSource dataSource() {
        return pool;
    }

    @Override
    public void beforeEach(ExtensionContext test) throws SQLException {
        clear();
    }

    void clear() throws SQLException {
        execute("DELETE FROM ledger");
        execute("DELETE FROM orchestrator_effects");
    }

    static void enter(Connection connection, String entry) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO ledger (entry) VALUES (?)")) {
            insert.setString(1, entry);
            insert.executeUpdate();
        }
    }

    /** In alphabetical order. */
    List<String> entries() {
        return query("SELECT entry FROM ledger ORDER BY entry");
    }

    synchronized void execute(String sql) throws SQLException {
        try (Statement statement = watcher.createStatement()) {
            statement.execute(sql);
        }
    }

    /** First column of every row as text. */
    synchronized List<String> query(String sql) {
        return TestDatabase.query(watcher, sql);
    }

    @Override
    public void afterAll(ExtensionContext tests) throws SQLException {
        watcher.close();
        pool.close();
    }
}
