package com.orchestrator.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.Priority;
import com.orchestrator.api.model.WorkflowState;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InstanceRowTest {

    private static final UUID RUN = new UUID(1, 0);
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final Cause CAUSE = new Cause(Cause.Kind.FAILED, "NO", "no", "a", null);

    /** Those of its columns that may change. */
    private static InstanceRow row(
            WorkflowState state, Cause cause, Long output, Instant started, Instant ended, Instant wake) {
        return new InstanceRow(
                RUN,
                "test",
                "saga",
                1,
                "run",
                state,
                Priority.DEFAULT,
                Map.of("team", "a"),
                cause,
                output,
                NOW,
                started,
                ended,
                wake,
                null);
    }

    private static InstanceRow stored() {
        return row(WorkflowState.RUNNING, null, null, NOW, null, NOW);
    }

    /** What is said of a run when it begins, for good. */
    private static final Set<String> FOR_GOOD = Set.of(
            "instanceId",
            "namespace",
            "workflow",
            "revision",
            "runId",
            "priority",
            "labels",
            "createdAt",
            "parentInstanceId");

    /** By the column that says something else. */
    private static final Map<String, InstanceRow> CHANGED = Map.of(
            "state", row(WorkflowState.PAUSED, null, null, NOW, null, NOW),
            "cause", row(WorkflowState.RUNNING, CAUSE, null, NOW, null, NOW),
            "outputSequence", row(WorkflowState.RUNNING, null, 7L, NOW, null, NOW),
            "startedAt", row(WorkflowState.RUNNING, null, null, null, null, NOW),
            "endedAt", row(WorkflowState.RUNNING, null, null, NOW, NOW, NOW),
            "wakeAt", row(WorkflowState.RUNNING, null, null, NOW, null, NOW.plusSeconds(1)));

    /** A column that is new is for good or compared: forgotten, a change of it would never be written. */
    static Stream<String> columnsThatChange() {
        return Stream.of(InstanceRow.class.getRecordComponents())
                .map(RecordComponent::getName)
                .filter(column -> !FOR_GOOD.contains(column));
    }

    @ParameterizedTest
    @MethodSource("columnsThatChange")
    void rowThatSaysSomethingElse_isWritten(String column) {
        assertThat(CHANGED).containsKey(column);
        assertThat(CHANGED.get(column).saysTheSameAs(stored())).isFalse();
        assertThat(stored().saysTheSameAs(CHANGED.get(column))).isFalse();
    }

    @Test
    void rowThatSaysTheSame_isNot() {
        assertThat(stored().saysTheSameAs(stored())).isTrue();
    }
}
