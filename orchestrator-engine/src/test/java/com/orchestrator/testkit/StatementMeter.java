package com.orchestrator.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What a database has done for everybody who asked it, counted by itself: no clock, no plan, no guess. */
public final class StatementMeter implements AutoCloseable {

    /** Must be loaded when the server starts. */
    static final String LIBRARY = "pg_stat_statements";

    private final Connection connection;

    /**
     * What some work has cost.
     *
     * @param statements without begin and commit
     * @param rowsWritten inserted, updated and deleted by statements that do nothing else
     * @param pages of tables and indexes that were looked at, as often as that happened
     */
    public record Cost(long statements, long rowsWritten, long pages) {

        /** The least of each. */
        public Cost orLess(Cost other) {
            return new Cost(
                    Math.min(statements, other.statements),
                    Math.min(rowsWritten, other.rowsWritten),
                    Math.min(pages, other.pages));
        }

        /**
         * The same beside many rows as beside few, but for pages of indexes that got deeper.
         *
         * @param deeper so many pages more at the most
         */
        public void mustBeLike(Cost besideFew, long deeper) {
            assertThat(statements).as("statements").isEqualTo(besideFew.statements);
            assertThat(rowsWritten).as("rows written").isEqualTo(besideFew.rowsWritten);
            assertThat(pages).as("pages").isLessThanOrEqualTo(besideFew.pages + deeper);
        }
    }

    /** Something to do for which the database is asked. */
    @FunctionalInterface
    public interface Work {
        void run() throws SQLException;
    }

    private StatementMeter(Connection connection) {
        this.connection = connection;
    }

    public static StatementMeter of(TestDatabase database) throws SQLException {
        database.execute("CREATE EXTENSION IF NOT EXISTS " + LIBRARY);
        StatementMeter meter = new StatementMeter(database.connect());
        meter.execute("SET pg_stat_statements.track = 'none'");
        return meter;
    }

    /** Costs of all statements that anybody asks of this database in the meantime. */
    public Cost costOf(Work work) throws SQLException {
        return costOf(work, "");
    }

    /** The least of a few times, for a database plans anew from time to time. */
    public Cost leastCostOf(int times, Work work) throws SQLException {
        Cost least = costOf(work);
        for (int i = 1; i < times; i++) {
            least = least.orLess(costOf(work));
        }
        return least;
    }

    /** The same for several calls that belong together, and are made anew each time. */
    public <C> Map<C, Cost> leastCostOfEach(int times, Supplier<Map<C, Runnable>> calls) throws SQLException {
        Map<C, Cost> costs = new LinkedHashMap<>();
        for (int i = 0; i < times; i++) {
            for (Map.Entry<C, Runnable> call : calls.get().entrySet()) {
                costs.merge(call.getKey(), costOf(call.getValue()::run), Cost::orLess);
            }
        }
        return costs;
    }

    /** Costs of the statements with these words in them. */
    public Cost costOf(Work work, String words) throws SQLException {
        restart();
        work.run();
        return sinceRestart(words);
    }

    /** Forgets what it has counted. */
    public void restart() throws SQLException {
        execute("SELECT pg_stat_statements_reset(0, oid, 0) FROM pg_database WHERE datname = current_database()");
    }

    /** Costs since then of the statements with these words in them; what each new connection begins with is not among them. */
    public Cost sinceRestart(String words) throws SQLException {
        String sql = """
                SELECT coalesce(sum(calls), 0), coalesce(sum(rows) FILTER (WHERE query ~ '^\\s*(INSERT|UPDATE|DELETE)'), 0),
                    coalesce(sum(shared_blks_hit + shared_blks_read), 0)
                FROM pg_stat_statements JOIN pg_database ON pg_database.oid = dbid
                WHERE datname = current_database() AND query !~ '^(BEGIN|COMMIT|ROLLBACK|SET)'
                    AND strpos(query, 'pg_walfile_name') = 0 AND strpos(query, '%s') > 0
                """.formatted(words);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return new Cost(row.getLong(1), row.getLong(2), row.getLong(3));
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
