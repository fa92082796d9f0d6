package com.orchestrator.engine.store;

import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Leases outside of decisions: renewing them, finding what is due and who has not heard what it was told. Each call is one transaction, one statement. */
public interface LeaseStore {

    /** Fences up to here were given before the database was taken back to an earlier moment; 0 when it never was. */
    default long fenceFloor() {
        return 0;
    }

    /**
     * Extends leases that have a row, by what is asked or their own duration, never beyond the execution deadline, and keeps
     * progress. Never shortens one, so that a renewal that was sent before an extension does not take it back; one that asks for
     * less than the lease's own duration gets that. A lease may be named once.
     * Refused (absent in the answer) unless there is such a row, holder and token match, and neither the execution nor the
     * cancel deadline has passed.
     */
    Map<UUID, Renewed> renew(Collection<Renewal> renewals);

    /** Leases that have a row and have expired, oldest expiry first. */
    List<ExecutionRef> findExpiredLeases(int limit);

    /** Runs whose {@code wakeAt} has come. */
    List<UUID> findDueRuns(int limit);

    /** Runs that have been told something and have not heard it yet. */
    List<UUID> findTold(int limit);

    /** Watches whose time has come, earliest first. They stay until they are ended. */
    List<LeaseWatch> findDueWatches(int limit);

    /** Every run of these watches has been looked at. */
    void endWatches(Collection<Long> watchIds);

    /**
     * One look for everything that is to be found, so that a server with nothing to do asks one question and no more.
     *
     * @param queues to look in for READY executions that are due and not held
     */
    Due whatIsDue(Collection<String> queues);

    /** Last progress that any attempt has reported; absent when none was. */
    Map<ProgressKey, Payload> loadLastProgress(Collection<ProgressKey> keys);

    /** All attempts at a task, or all at its undo. */
    record ProgressKey(
            UUID instanceId, String taskId, @Nullable String iteration, ExecutionKind kind) {}

    record Renewal(
            UUID executionId,
            String workerId,
            long fenceToken,
            @Nullable Payload progress,
            @Nullable Duration lease) {}

    /** The lease as it is now, with whose it is: others may have asked for the same execution. */
    record Renewed(String holder, long fenceToken, Instant leaseExpiresAt, boolean cancelRequested) {}
}
