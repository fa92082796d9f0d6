package com.orchestrator.engine.store;

import com.orchestrator.api.model.WorkflowState;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How things stand around runs, for people, figures and the chores that look after lost runs. No decision is made on it
 * alone: whoever finds something hands it to the run, which knows better.
 */
public interface WatchStore {

    /** Workers have asked for these queues just now; the database stamps the time. */
    void polled(Collection<Poll> polls);

    /** Looks at several things as they stand at one moment. */
    <T> T inSnapshot(Function<Snapshot, T> look);

    /**
     * Those of the next runs, by id, that have not ended.
     *
     * @param after the id the piece begins behind
     * @param limit runs in the piece, ended ones among them
     */
    OpenRuns openRuns(UUID after, int limit);

    /** Queues with ready work that is due and not held. */
    List<Backlog> backlog();

    /** Workers, timers and tables. */
    Surroundings surroundings();

    /** Of this server; takes no time. */
    Surroundings.Connections connections();

    /** Due tasks that wait for a worker, by namespace; of each queue as many are counted as {@link #backlog} counts. */
    Map<String, Long> queued();

    /** @param hadSlot whether the worker had a free slot */
    record Poll(String queue, boolean hadSlot) {}

    /**
     * A piece of all runs.
     *
     * @param end the last run of the piece; null when no run is behind it
     */
    record OpenRuns(List<OpenRun> open, @Nullable UUID end) {

        public OpenRuns {
            open = List.copyOf(open);
        }
    }

    /**
     * @param wakesSoon within the next minute, or it is due already
     * @param hasRows whether any of its attempts has a row
     */
    record OpenRun(UUID instanceId, WorkflowState state, boolean wakesSoon, boolean hasRows) {

        /** States in which a run goes on by itself, and waits for no person. */
        private static final Set<WorkflowState> BY_ITSELF = Set.of(WorkflowState.RUNNING, WorkflowState.COMPENSATING);

        public boolean goesByItself() {
            return BY_ITSELF.contains(state);
        }
    }

    /** @param ready how many are due, counted up to a limit */
    record Backlog(String queue, long ready, Duration oldestAge) {}
}
