package com.orchestrator.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.LogLine;
import com.orchestrator.api.model.LogLine.Level;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.service.ListQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Lines that handlers write for people to read. */
interface LogStoreContract extends StoreUnderTest {

    Instant LOGGED = Instant.parse("2026-11-21T10:00:00.123456Z");

    private static LogLine line(UUID executionId, long fence, int number, String message) {
        return new LogLine(executionId, fence, number, LOGGED, Level.WARNING, message);
    }

    private UUID started(String runId) {
        RunFixture run = run(runId);
        record(run.start());
        return run.instanceId;
    }

    private List<LogLine> linesOf(UUID instanceId) {
        return store().logs().list(instanceId, new ListQuery(100, null)).items();
    }

    @Test
    default void lines_comeByAttemptLeaseAndNumber_andOfOneRunOnly() {
        UUID run = started("logs");
        UUID other = started("other");
        LogLine last = line(ExecutionId.of(run, 12), 1, 1, "d");
        LogLine third = line(ExecutionId.of(run, 2), 3, 1, "c");
        LogLine second = line(ExecutionId.of(run, 2), 1, 10, "b");
        LogLine first = line(ExecutionId.of(run, 2), 1, 9, "a \u00fc\n\ud83d\ude00");

        store().logs().append(List.of(last, third, line(ExecutionId.of(other, 2), 1, 1, "x"), second, first));

        assertThat(linesOf(run)).containsExactly(first, second, third, last);
        assertThat(linesOf(UUID.randomUUID())).isEmpty();
    }

    @Test
    default void linesThatAreSentAgain_areTheSame_andWhatIsBeyondTheLimitOrOfNoRunIsLeftOut() {
        UUID execution = ExecutionId.of(started("logs"), 1);
        LogLine line = line(execution, 1, 1, "first");
        LogLine limit = line(execution, 1, LogLine.NUMBER_MAX, "limit");

        store().logs().append(List.of(line, line, limit));
        store().logs()
                .append(List.of(
                        line(execution, 1, 1, "changed"),
                        line(execution, 1, LogLine.NUMBER_MAX + 1, "beyond"),
                        line(execution, 1, 0, "below"),
                        line(ExecutionId.of(run("unknown").instanceId, 1), 1, 1, "of no run")));

        assertThat(linesOf(ExecutionId.instanceOf(execution))).containsExactly(line, limit);
    }

    @Test
    default void pages_joinWithoutGapOrRepetition() {
        UUID run = started("logs");
        List<LogLine> all = new ArrayList<>();
        for (int i = 1; i <= 25; i++) {
            all.add(line(ExecutionId.of(run, 1 + i / 10), 1, i, "line " + i));
        }
        store().logs().append(all);

        List<LogLine> read = new ArrayList<>();
        String cursor = null;
        do {
            Page<LogLine> page = store().logs().list(run, new ListQuery(10, cursor));
            read.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);

        assertThat(read).isEqualTo(all);
    }
}
