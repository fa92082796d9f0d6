package com.orchestrator.engine.decision.explain;

import com.orchestrator.api.model.Incident;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.ReasonCode;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.wake.WakeSources;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a run's history does not say: how things stand around it.
 *
 * @param now the engine's clock when they were looked at
 * @param incident why it is set aside; null when it is not
 * @param sources whether something will move it; the audit goes by the same
 * @param rows attempts of the run that have a row, with the end of their lease as last extended
 * @param queues queues in which attempts of the run wait
 * @param workers workers that have been heard of lately, and those that hold attempts of the run
 * @param children states of the runs it waits for, as far as there are any yet
 * @param lines who holds what the run waits for, and who waits for it
 * @param progress last progress of attempts that are leased
 * @param full what limits keep attempts from being handed out
 */
public record Facts(
        Instant now,
        @Nullable Incident incident,
        WakeSources sources,
        Map<UUID, Row> rows,
        Map<String, Queue> queues,
        List<Worker> workers,
        Map<UUID, WorkflowState> children,
        Map<String, Line> lines,
        Map<UUID, Payload> progress,
        Map<UUID, NoRoom> full) {

    public Facts {
        rows = Map.copyOf(rows);
        queues = Map.copyOf(queues);
        workers = List.copyOf(workers);
        children = Map.copyOf(children);
        lines = Map.copyOf(lines);
        progress = Map.copyOf(progress);
        full = Map.copyOf(full);
    }

    /** Something that only so many runs may hold: the first who do, and the first who wait. */
    public record Line(List<UUID> holders, List<UUID> waiting) {

        static final Line EMPTY = new Line(List.of(), List.of());

        public Line {
            holders = List.copyOf(holders);
            waiting = List.copyOf(waiting);
        }

        int ahead(UUID run) {
            int place = waiting.indexOf(run);
            return place < 0 ? waiting.size() : place;
        }
    }

    /**
     * A limit that has no room.
     *
     * @param words which, and what there is of it
     * @param until when it will have some by itself; null when that depends on others
     * @param actor the person who wants it so, if it is one
     */
    public record NoRoom(
            ReasonCode code,
            String words,
            @Nullable Instant until,
            @Nullable String actor) {}

    /** What others find an attempt by. */
    public record Row(@Nullable Instant leaseExpiresAt) {

        /** When an attempt's lease ends: as last extended, where a row of it says so. */
        public static @Nullable Instant leaseEnd(ExecutionRun execution, Map<UUID, Row> rows) {
            Row row = rows.get(execution.executionId());
            return row == null || row.leaseExpiresAt() == null ? execution.leaseExpiresAt() : row.leaseExpiresAt();
        }
    }

    /**
     * A queue, over all servers.
     *
     * @param ready tasks that wait in it and are due, this run's among them; counted up to a limit
     * @param lastPollAt when any worker has last asked for it, with or without a free slot
     * @param lastOfferAt when any worker has last had a free slot for it
     */
    public record Queue(
            long ready,
            @Nullable Instant lastPollAt,
            @Nullable Instant lastOfferAt) {}

    /** A worker process, as it described itself in its last heartbeat. */
    public record Worker(String workerId, List<String> queues, int capacity, int load, Instant lastHeartbeat) {

        public Worker {
            queues = List.copyOf(queues);
        }

        boolean isFull() {
            return load >= capacity;
        }
    }
}
