package com.orchestrator.conformance.rig;

import com.orchestrator.launcher.os.Await;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Kills the servers at exactly the n-th commit that adds to the histories of a story: when the database has decided to
 * commit, and before the server has heard of it. A deferred trigger runs as the last thing of a transaction. It counts, and
 * at the n-th it waits for a lock that is held here. Now the servers are killed, and only then is the lock let go:
 * PostgreSQL, which does not look at its client in the middle of a COMMIT, completes it. So the commit is there and nobody
 * was told.
 *
 * <p>Several stories are told beside each other, each with a count of its own; one kill meets all that are held.
 */
public final class CommitGate implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int NEVER = -1;

    private static final String INSTALL = """
            CREATE SCHEMA conformance;
            CREATE TABLE conformance.gate (story INT NOT NULL, runs TEXT NOT NULL, stop_at BIGINT NOT NULL);
            DO $$ BEGIN
                FOR story IN 0..%2$d LOOP
                    EXECUTE 'CREATE SEQUENCE conformance.commits_' || story;
                END LOOP;
            END $$;
            CREATE FUNCTION conformance.at_commit() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                gate RECORD;
                counted TEXT;
            BEGIN
                WITH RECURSIVE family AS (
                    SELECT run_id, parent_instance_id FROM workflow_instances
                    WHERE instance_id = NEW.workflow_instance_id
                    UNION ALL
                    SELECT parent.run_id, parent.parent_instance_id
                    FROM workflow_instances parent JOIN family ON parent.instance_id = family.parent_instance_id)
                SELECT g.story, g.stop_at INTO gate
                FROM conformance.gate g JOIN family ON parent_instance_id IS NULL AND starts_with(run_id, g.runs || '-');
                counted := 'conformance.counted_' || gate.story;
                IF FOUND AND current_setting(counted, true) IS DISTINCT FROM pg_current_xact_id()::text THEN
                    PERFORM set_config(counted, pg_current_xact_id()::text, true);
                    IF nextval('conformance.commits_' || gate.story) = gate.stop_at THEN
                        PERFORM pg_advisory_xact_lock(%1$d, gate.story);
                    END IF;
                END IF;
                RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER conformance_commit AFTER INSERT ON events
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION conformance.at_commit();
            SELECT pg_advisory_lock(%1$d, story) FROM generate_series(0, %2$d) story;
            """;
    private static final int KEY = 28;

    private final Connection connection;
    private final int stories;

    private CommitGate(Connection connection, int stories) {
        this.connection = connection;
        this.stories = stories;
    }

    /**
     * Which commit of a story to be killed at.
     *
     * @param runs what the ids of its runs begin with, before a hyphen; their children count as well
     */
    public record Stop(String runs, int commit) {}

    /** @param stories that may be told beside each other */
    static CommitGate install(EmbeddedPostgres database, int stories) {
        try {
            CommitGate gate = new CommitGate(
                    DriverManager.getConnection(database.jdbcUrl(), EmbeddedPostgres.USER, database.password()),
                    stories);
            gate.execute(String.format(Locale.ROOT, INSTALL, KEY, stories - 1));
            return gate;
        } catch (SQLException e) {
            throw new IllegalStateException("The database of the suite cannot be prepared", e);
        }
    }

    /** Counts from now on the commits of stories with such runs, and stops nobody. */
    public void count(List<String> runs) {
        arm(runs.stream().map(prefix -> new Stop(prefix, NEVER)).toList());
    }

    /** How many commits of a story there were since counting began. */
    public int counted(int story) {
        return (int) number("SELECT " + count(story));
    }

    private static String count(int story) {
        // The first nextval after a restart gives 1.
        return "(SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM conformance.commits_" + story + ")";
    }

    private void arm(List<Stop> stops) {
        execute("DELETE FROM conformance.gate");
        for (int story = 0; story < stops.size(); story++) {
            Stop stop = stops.get(story);
            execute("ALTER SEQUENCE conformance.commits_" + story + " RESTART WITH 1; INSERT INTO conformance.gate"
                    + " VALUES (" + story + ", '" + stop.runs() + "', " + stop.commit() + ")");
        }
    }

    /**
     * Kills at commits of what is going on, and starts again.
     *
     * @param stops one for each story
     * @param patience with stories that neither commit nor end, while others are held
     * @param begin sets the stories going
     * @param isOver tells that no commit of a story will come any more
     * @param kill kills those who commit, and does in between what it is given
     * @return the stories that were killed at their commit
     */
    public Set<Integer> killAt(
            List<Stop> stops, Duration patience, Runnable begin, IntPredicate isOver, Consumer<Runnable> kill) {
        arm(stops);
        begin.run();
        Set<Integer> held = awaitHeld(patience, isOver, stops.size());
        if (!held.isEmpty()) {
            kill.accept(this::letCommit);
        }
        return held;
    }

    private Set<Integer> awaitHeld(Duration patience, IntPredicate isOver, int told) {
        long begin = System.nanoTime();
        long moved = begin;
        long commits = -1;
        while (System.nanoTime() - begin < LIMIT.toNanos()) {
            Set<Integer> held = held();
            if (IntStream.range(0, told).allMatch(story -> held.contains(story) || isOver.test(story))) {
                return held;
            }
            long now = commits();
            moved = now == commits ? moved : System.nanoTime();
            commits = now;
            if (!held.isEmpty() && System.nanoTime() - moved > patience.toNanos()) {
                return held;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return held();
    }

    private long commits() {
        return number("SELECT "
                + IntStream.range(0, stories).mapToObj(CommitGate::count).collect(Collectors.joining(" + ")));
    }

    private Set<Integer> held() {
        Set<Integer> held = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT objid::int FROM pg_locks"
                        + " WHERE locktype = 'advisory' AND classid = " + KEY + " AND NOT granted")) {
            while (rows.next()) {
                held.add(rows.getInt(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The locks cannot be read", e);
        }
        return held;
    }

    private void letCommit() {
        execute("DELETE FROM conformance.gate");
        onEachLock("pg_advisory_unlock");
        Await.until(LIMIT, PAUSE, () -> held().isEmpty());
        onEachLock("pg_advisory_lock");
    }

    private void onEachLock(String function) {
        execute("SELECT " + function + "(" + KEY + ", story) FROM generate_series(0, " + (stories - 1) + ") story");
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
