package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.PollResponse;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.OrchestratorEngine;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.testkit.StatementMeter;
import com.orchestrator.testkit.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workers that wait, and a server that has nothing to do, cost the database next to nothing. */
class IdleCostIT {

    private static final int WAITING = 1_000;
    private static final int SECONDS = 4;

    /** The look for what is due, once in a sweep. */
    private static final String SWEEP = "AS watches";

    /** Backlog, polls and the search for lost wake-ups: each at most once in so few sweeps, and of few statements. */
    private static final int RARE = 6;

    private PostgresEngineStore store;
    private OrchestratorEngine engine;
    private StatementMeter meter;

    @BeforeEach
    void open() throws SQLException {
        TestDatabase database = TestDatabase.create();
        store = PostgresEngineStore.open(database.config());
        meter = StatementMeter.of(database);
        engine = new OrchestratorEngine(EngineConfig.DEFAULT, store, new DefinitionCompiler(new ExpressionCompiler()));
    }

    @AfterEach
    void close() throws SQLException {
        engine.close();
        meter.close();
        store.close();
    }

    private List<CompletableFuture<PollResponse>> poll(int count, String queue) {
        return IntStream.range(0, count)
                .mapToObj(i -> engine.taskService()
                        .poll(new PollRequest(
                                "w" + i, List.of(queue), 1, Duration.ofSeconds(60), null, List.of(), List.of())))
                .toList();
    }

    /** So that what is done rarely has been done. */
    private void awaitTwoSweeps() {
        Awaitility.await("sweeps")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> meter.sinceRestart(SWEEP).statements() >= 2);
    }

    /** @return statements of this and of a few idle seconds, less one for each that has passed */
    private long statementsBesidesOneASecond(StatementMeter.Work work) throws SQLException {
        meter.restart();
        long began = System.nanoTime();
        work.run();
        Awaitility.await("some seconds")
                .pollInterval(Duration.ofMillis(100))
                .until(() -> secondsSince(began) >= SECONDS);
        long seconds = secondsSince(began) + 1;
        return meter.sinceRestart("").statements() - seconds;
    }

    private static long secondsSince(long began) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
    }

    @Test
    void waitingPolls_costNoStatementEach() throws SQLException {
        poll(1, "quiet");
        awaitTwoSweeps();

        List<CompletableFuture<PollResponse>> polls = new ArrayList<>();
        long more = statementsBesidesOneASecond(() -> polls.addAll(poll(WAITING, "quiet")));

        assertThat(more).isLessThanOrEqualTo(RARE);
        assertThat(polls).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void lookingForWork_isOneStatement_howeverManyQueuesAreWaitedFor() throws SQLException {
        IntStream.range(0, 100).forEach(i -> poll(1, "quiet-" + i));
        awaitTwoSweeps();

        assertThat(statementsBesidesOneASecond(() -> {})).isLessThanOrEqualTo(RARE);
    }
}
