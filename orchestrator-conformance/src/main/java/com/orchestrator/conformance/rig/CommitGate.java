package com.orchestrator.conformance.rig;

import com.orchestrator.launcher.os.Await;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Kills the servers at exactly the n-th commit that adds to a history: when the database has decided to commit, and before
 * the server has heard of it. A deferred trigger runs as the last thing of a transaction. It counts, and at the n-th it
 * waits for a lock that is held here. Now the servers are killed, and only then is the lock let go: PostgreSQL, which does
 * not look at its client in the middle of a COMMIT, completes it. So the commit is there and nobody was told.
 */
public final class CommitGate implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int NEVER = -1;

    private static final String INSTALL = """
            CREATE SCHEMA conformance;
            CREATE SEQUENCE conformance.commits MINVALUE 0;
            CREATE TABLE conformance.gate (stop_at BIGINT NOT NULL);
            INSERT INTO conformance.gate VALUES (-1);
            CREATE FUNCTION conformance.at_commit() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF current_setting('conformance.counted', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
                    PERFORM set_config('conformance.counted', pg_current_xact_id()::text, true);
                    IF nextval('conformance.commits') = (SELECT stop_at FROM conformance.gate) THEN
                        PERFORM pg_advisory_xact_lock(%1$d);
                    END IF;
                END IF;
                RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER conformance_commit AFTER INSERT ON events
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION conformance.at_commit();
            SELECT pg_advisory_lock(%1$d);
            """;
    private static final int KEY = 28;

    private final Connection connection;

    private CommitGate(Connection connection) {
        this.connection = connection;
    }

    static CommitGate install(EmbeddedPostgres database) {
        try {
            CommitGate gate = new CommitGate(
                    DriverManager.getConnection(database.jdbcUrl(), EmbeddedPostgres.USER, database.password()));
            gate.execute(String.format(Locale.ROOT, INSTALL, KEY));
            return gate;
        } catch (SQLException e) {
            throw new IllegalStateException("The database of the suite cannot be prepared", e);
        }
    }

    /** Counts from now on, and stops nobody. */
    public void count() {
        arm(NEVER);
    }

    /** How many commits there were since counting began. */
    public int counted() {
        // The first nextval after a restart gives 1.
        return (int) number("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM conformance.commits");
    }

    private void arm(int commit) {
        execute("ALTER SEQUENCE conformance.commits RESTART WITH 1; UPDATE conformance.gate SET stop_at = " + commit);
    }

    /**
     * Kills at a commit of what is going on, and starts again.
     *
     * @param begin sets going what commits
     * @param isOver tells that no commit will come any more
     * @param kill kills those who commit, and does in between what it is given
     * @return whether the commit has come
     */
    public boolean killAt(int commit, Runnable begin, BooleanSupplier isOver, Consumer<Runnable> kill) {
        arm(commit);
        begin.run();
        Await.until(LIMIT, PAUSE, () -> isHeld() || isOver.getAsBoolean());
        boolean isHeld = isHeld();
        if (isHeld) {
            kill.accept(this::letCommit);
        }
        return isHeld;
    }

    private boolean isHeld() {
        return number("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = " + KEY
                        + " AND NOT granted")
                > 0;
    }

    private void letCommit() {
        execute("UPDATE conformance.gate SET stop_at = " + NEVER);
        number("SELECT pg_advisory_unlock(" + KEY + ")::int");
        Await.until(LIMIT, PAUSE, () -> !isHeld());
        execute("SELECT pg_advisory_lock(" + KEY + ")");
    }

    private void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private long number(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("The suite's connection cannot be closed", e);
        }
    }
}
