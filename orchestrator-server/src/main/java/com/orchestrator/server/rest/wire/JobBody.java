package com.orchestrator.server.rest.wire;

import com.orchestrator.api.job.JobHistory;
import com.orchestrator.api.job.JobRequest;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import com.orchestrator.server.rest.json.Refusals;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Body of a put: one job, or many.
 *
 * @param items the jobs, still unread, because one bad item must not spoil the others; nothing may stand beside them
 */
public record JobBody(
        @Nullable List<Payload> items,
        @Nullable String type,
        @Nullable Payload payload,
        @Nullable String jobId,
        @Nullable String entityId,
        @Nullable String dedupeKey,
        @Nullable Priority priority,
        @Nullable String workload,
        @Nullable String queue,
        @Nullable Instant runAt,
        @Nullable Payload retry,
        @Nullable Payload timeouts,
        @Nullable JobHistory history,
        @Nullable Payload compensate) {

    private static final int ITEMS_MAX = 1_000;

    public JobBody {
        if (items != null && items.size() > ITEMS_MAX) {
            throw Refusals.invalid("/items", "'items' has more than " + ITEMS_MAX + " entries", "send several batches");
        }
    }

    /** The jobs of a batch; null when it is one job. */
    public @Nullable List<Payload> batch() {
        if (items != null && hasMore()) {
            throw Refusals.invalid("/items", "A body has 'items' or is one job, not both", null);
        }
        return items;
    }

    private boolean hasMore() {
        return Stream.of(
                        type,
                        payload,
                        jobId,
                        entityId,
                        dedupeKey,
                        priority,
                        workload,
                        queue,
                        runAt,
                        retry,
                        timeouts,
                        history,
                        compensate)
                .anyMatch(Objects::nonNull);
    }

    /** The one job. */
    public JobRequest toRequest() {
        if (items != null) {
            throw Refusals.invalid("/items", "An item of a batch is one job", null);
        }
        return new JobRequest(
                Required.value(type, "type"),
                Required.value(payload, "payload"),
                jobId,
                entityId,
                dedupeKey,
                priority,
                workload,
                queue,
                runAt,
                present(retry),
                present(timeouts),
                history == null ? JobHistory.DEFAULT : history,
                present(compensate));
    }

    private static @Nullable Payload present(@Nullable Payload value) {
        return Payload.NULL.equals(value) ? null : value;
    }
}
