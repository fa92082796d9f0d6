package com.orchestrator.engine.store;

import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.explain.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How things stand around runs, for people, figures and the chores that look after lost runs. No decision is made on it
 * alone: whoever finds something hands it to the run, which knows better.
 */
public interface WatchStore {

    /** Workers have asked for these queues just now; the database stamps the time. */
    void polled(Collection<Poll> polls);

    /** @return queues by name; one that was never polled and has nothing ready is there, too */
    Map<String, Facts.Queue> queues(Collection<String> queues);

    /** Workers that were heard of lately, and the given ones if they were ever. */
    List<Facts.Worker> workers(Collection<String> workerIds);

    /** Those of the given attempts that have a row. */
    Map<UUID, Facts.Row> rows(Collection<UUID> executionIds);

    /** When a run that exists is to wake up by itself; empty for never. */
    Optional<Instant> wakeAt(UUID instanceId);

    /** Runs that have not ended: first those that nothing wakes, by id, then the others by the time at which they wake. */
    List<OpenRun> openRuns(OpenRunsPosition after, int limit);

    /** Queues with ready work that is due and not held. */
    List<Backlog> backlog();

    /** @param hadSlot whether the worker had a free slot */
    record Poll(String queue, boolean hadSlot) {}

    /**
     * @param wakesSoon within the next minute, or it is due already
     * @param hasRows whether any of its attempts has a row
     */
    record OpenRun(
            UUID instanceId, WorkflowState state, @Nullable Instant wakeAt, boolean wakesSoon, boolean hasRows) {

        /** States in which a run goes on by itself, and waits for no person. */
        private static final Set<WorkflowState> BY_ITSELF = Set.of(WorkflowState.RUNNING, WorkflowState.COMPENSATING);

        public boolean goesByItself() {
            return BY_ITSELF.contains(state);
        }

        /** Where the walk goes on behind it. */
        public OpenRunsPosition position() {
            return new OpenRunsPosition(wakeAt, instanceId);
        }
    }

    /** @param wakeAt null while it is among the runs that nothing wakes */
    record OpenRunsPosition(@Nullable Instant wakeAt, UUID instanceId) {

        private static final UUID BEFORE_ALL = new UUID(0, 0);

        public static final OpenRunsPosition START = new OpenRunsPosition(null, BEFORE_ALL);

        /** In front of the runs that wake by themselves. */
        public static final OpenRunsPosition WAKING = new OpenRunsPosition(Instant.EPOCH, BEFORE_ALL);
    }

    /** @param ready how many are due, counted up to a limit */
    record Backlog(String queue, long ready, Duration oldestAge) {}
}
