package com.orchestrator.engine.metrics;

import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.service.Figure.Spread;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** How long attempts have waited and taken, and runs. Safe for many threads. */
public final class TimeCounters {

    final DurationSpread waits = new DurationSpread();
    final Map<ExecutionState, DurationSpread> attempts = new EnumMap<>(ExecutionState.class);
    final Map<WorkflowState, DurationSpread> runs = new EnumMap<>(WorkflowState.class);

    public TimeCounters() {
        Stream.of(ExecutionState.values())
                .filter(ExecutionState::isEnded)
                .forEach(state -> attempts.put(state, new DurationSpread()));
        Stream.of(WorkflowState.values())
                .filter(WorkflowState::isTerminal)
                .forEach(state -> runs.put(state, new DurationSpread()));
    }

    /** An attempt was given to a worker, so long after it could have been. */
    public void waited(Duration wait) {
        waits.add(wait);
    }

    /** An attempt that a worker had begun has ended like this. */
    public void attempted(ExecutionState end, Duration took) {
        Objects.requireNonNull(attempts.get(end)).add(took);
    }

    /** A run has come to this end. */
    public void ran(WorkflowState end, Duration took) {
        Objects.requireNonNull(runs.get(end)).add(took);
    }

    /** All of them, under the label that says how it ended. */
    static <S extends Enum<S>> List<Spread> read(Map<S, DurationSpread> spreads, String label) {
        return spreads.entrySet().stream()
                .map(entry -> entry.getValue().read(Map.of(label, entry.getKey().name())))
                .toList();
    }
}
