package com.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators do about projections. */
class ProjectionTest {

    private static final int LOOKS_MAX = 2000;

    private static ReadModels server;
    private static Desk desk;

    @BeforeAll
    static void open(@TempDir Path folder) throws SQLException {
        server = new ReadModels(folder);
        desk = new Desk(server.url(), folder);
    }

    @AfterAll
    static void close() {
        server.close();
    }

    private static Said done(String... words) {
        Said said = desk.orc(words);
        assertThat(said.exitCode()).as("%s: %s", String.join(" ", words), said).isZero();
        return said;
    }

    /** Workers do what they are asked for after their batches. */
    private static void await(String what, Predicate<JsonNode> condition) {
        for (int look = 0; look < LOOKS_MAX; look++) {
            Said said = desk.orc("projection", "get", "orders", "-o", "json");
            if (said.exitCode() == 0 && condition.test(said.json())) {
                return;
            }
        }
        throw new AssertionError(what + " is awaited in vain: " + desk.orc("projection", "explain", "orders"));
    }

    private static void awaitState(String state) {
        await(state, projection -> projection.path("state").asText().equals(state));
    }

    @Test
    void aProjection_isFound_skipped_retried_pausedAndMadeAnew() {
        awaitState("FAILING");
        assertThat(done("projection", "explain", "orders").out())
                .contains("EVENT_FAILS", "The event 3 cannot be worked in", "no such currency");
        await("what is to come", projection -> projection.at("/lag/events").asInt() == 3);
        assertThat(done("projection", "list").out()).containsPattern("orders +FAILING +3 .* 4\n");
        assertThat(done("projection", "get", "orders", "-o", "wide").out())
                .contains("STANDS AT")
                .containsPattern("1 +0 +3 ");
        assertThat(done("projection", "workers").out()).containsPattern(" +4 +RUNNING +true ");

        assertThat(desk.orc("projection", "skip", "orders", "4", "-r", "wrong").exitCode())
                .isEqualTo(4);
        done("projection", "skip", "orders", "3", "-r", "no such currency any more");
        awaitState("UP_TO_DATE");
        assertThat(done("projection", "dead-letters", "orders").out())
                .containsPattern("3 +Order/o1 .*no such currency any more");
        server.mended.set(true);
        done("projection", "retry", "orders", "3", "-r", "mended");
        await("a letter less", projection -> projection.path("deadLetters").asInt() == 0);
        assertThat(desk.orc("projection", "retry", "orders", "3", "-r", "again").exitCode())
                .isEqualTo(3);

        assertThat(done("projection", "pause", "orders", "-r", "the disk is full", "-o", "wide")
                        .out())
                .contains("PAUSED", "the disk is full");
        assertThat(desk.orc("projection", "give-up", "orders", "-r", "slow").exitCode())
                .isEqualTo(2);
        assertThat(desk.orc("projection", "give-up", "orders", "-r", "slow", "--yes")
                        .exitCode())
                .isEqualTo(4);
        done("projection", "resume", "orders", "-r", "there is room");
        done("projection", "rebuild", "orders", "-r", "a new column");
        await("another build", projection -> projection.path("build").asInt() == 2);
    }

    @Test
    void whatIsNotThere_isSaid() {
        Said unknown = desk.orc("projection", "get", "nothing");
        assertThat(unknown.exitCode()).isEqualTo(3);
        assertThat(unknown.errLines().get(0)).contains("No projection 'nothing' has ever run here");
        assertThat(desk.orc("projection", "pause", "orders").exitCode()).isEqualTo(2);
    }
}
