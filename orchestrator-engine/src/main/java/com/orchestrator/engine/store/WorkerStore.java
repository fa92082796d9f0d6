package com.orchestrator.engine.store;

import com.orchestrator.api.fleet.WorkerIdentity;
import com.orchestrator.api.fleet.WorkerStatus;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.request.WorkerHeartbeat;
import com.orchestrator.engine.service.ListQuery;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table of worker processes. The database stamps all times and decides who is silent. */
public interface WorkerStore {

    /** A worker that was not heard of for this long is lost, unless it said that it would stop. */
    Duration LOST_AFTER = Duration.ofSeconds(30);

    /** A worker that was not heard of for this long is gone: listed no more. */
    Duration GONE_AFTER = Duration.ofMinutes(5);

    /** A worker that was not heard of for this long is forgotten. */
    Duration FORGOTTEN_AFTER = Duration.ofDays(7);

    /** A poll refreshes what is known of a worker only when it was not heard of for this long. */
    Duration POLL_COUNTS_AFTER = Duration.ofSeconds(8);

    /**
     * Inserts or updates one worker. May be lost when the database crashes: the next one follows.
     *
     * @return whether it was asked to drain
     */
    boolean heartbeat(String workerId, WorkerHeartbeat heartbeat);

    /** Workers that have asked for work lately: a sign of life of those that send no heartbeats. */
    void polled(Collection<PollingWorker> workers);

    Optional<KnownWorker> find(String workerId);

    /** Those of the given workers that are known. */
    Map<String, WorkerIdentity> identities(Collection<String> workerIds);

    /** @param queue only those that ask for it; all when null */
    Page<KnownWorker> list(@Nullable String queue, ListQuery query);

    /** @return whether the worker is known */
    boolean askToDrain(String workerId);

    /** Workers that were asked to drain and are not gone. */
    Set<String> draining();

    /**
     * Looks at the next workers by id: those that are silent for long are gone, those that are gone for long are forgotten.
     *
     * @param after the id the piece begins behind
     * @return the last one of the piece; empty when none is behind it
     */
    Optional<String> retire(String after, int limit);

    /** Replaces what a server has told before. */
    void publish(UUID serverId, OpenLeases leases);

    /** What other servers have told lately, added up. */
    OpenLeases publishedByOthers(UUID serverId);

    /** How many other servers have told something lately, if only that they are there. */
    int othersThatTold(UUID serverId);

    /** @param slots most tasks it has asked for at once */
    record PollingWorker(String workerId, List<String> queues, int slots) {

        public PollingWorker {
            queues = List.copyOf(queues);
        }
    }

    /**
     * A worker as its row says.
     *
     * @param status counts leases that have a row
     * @param pollsOnly it has never said how much it does
     */
    record KnownWorker(WorkerStatus status, boolean pollsOnly) {}
}
