package com.orchestrator.engine.persistence.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PipelineIT {

    private static final NamedSql INSERT = NamedSql.of("INSERT INTO queue_polls VALUES (:queue, engine_now(), NULL)");
    private static final NamedSql UPDATE = NamedSql.of("UPDATE queue_polls SET last_offer_at = engine_now()");

    private TestDatabase database;
    private Connection connection;
    private Pipeline pipeline;

    @BeforeEach
    void open() throws SQLException {
        database = TestDatabase.create();
        connection = database.connect();
        connection.setAutoCommit(false);
        pipeline = new Pipeline(connection);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private static Function<Connection, NamedStatement> insert(String queue) {
        return to -> new NamedStatement(to, INSERT).bind("queue", queue);
    }

    private List<?> committed() {
        return database.query("SELECT queue FROM queue_polls ORDER BY queue");
    }

    @Test
    void whatWasKeptBack_goesWithTheCommit() throws SQLException {
        pipeline.add(insert("a"));
        pipeline.add(insert("b"));
        assertThat(committed()).isEmpty();

        pipeline.commit();

        assertThat(committed()).hasSize(2);
        connection.rollback();
        assertThat(committed()).hasSize(2);
    }

    @Test
    void update_countsItsOwnRows_behindWhatWasKeptBack() throws SQLException {
        pipeline.add(insert("a"));
        pipeline.add(insert("b"));

        assertThat(pipeline.update(to -> new NamedStatement(to, UPDATE))).isEqualTo(2);
        assertThat(committed()).isEmpty();
    }

    @Test
    void statementOfItsOwn_seesWhatWasKeptBack() throws SQLException {
        pipeline.add(insert("a"));

        try (NamedStatement rows =
                new NamedStatement(pipeline.connection(), NamedSql.of("SELECT queue FROM queue_polls"))) {
            assertThat(rows.list(row -> row.getString("queue"))).containsExactly("a");
        }
    }

    @Test
    void failure_leavesNothing_andNamesWhatFailed() throws SQLException {
        pipeline.add(insert("a"));
        pipeline.add(insert("a"));

        assertThatThrownBy(() -> pipeline.commit())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("queue_polls_pkey");

        connection.rollback();
        assertThat(committed()).isEmpty();
    }

    /** The driver prepares a statement on the server when it has seen it a few times. */
    @Test
    void commitsAgainAndAgain() throws SQLException {
        for (int i = 0; i < 20; i++) {
            pipeline.add(insert("queue-" + i));
            pipeline.commit();
        }

        assertThat(committed()).hasSize(20);
    }
}
