package com.orchestrator.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.Priority;
import com.orchestrator.api.model.WorkflowState;
import java.time.Instant;
import java.util.Map;
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

    static Stream<InstanceRow> changed() {
        return Stream.of(
                row(WorkflowState.PAUSED, null, null, NOW, null, NOW),
                row(WorkflowState.RUNNING, CAUSE, null, NOW, null, NOW),
                row(WorkflowState.RUNNING, null, 7L, NOW, null, NOW),
                row(WorkflowState.RUNNING, null, null, null, null, NOW),
                row(WorkflowState.RUNNING, null, null, NOW, NOW, NOW),
                row(WorkflowState.RUNNING, null, null, NOW, null, NOW.plusSeconds(1)));
    }

    @ParameterizedTest
    @MethodSource("changed")
    void rowThatSaysSomethingElse_isWritten(InstanceRow row) {
        assertThat(row.saysTheSameAs(stored())).isFalse();
        assertThat(stored().saysTheSameAs(row)).isFalse();
    }

    @Test
    void rowThatSaysTheSame_isNot() {
        assertThat(stored().saysTheSameAs(stored())).isTrue();
        assertThat(stored()).isEqualTo(stored());
    }
}
