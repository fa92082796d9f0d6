package com.orchestrator.worker;

import com.orchestrator.api.batch.Batch;
import com.orchestrator.api.batch.BatchDryRun;
import com.orchestrator.api.batch.BatchOperation;
import com.orchestrator.api.model.Payload;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A batch in the making: what is done, to which runs, and how fast. Runs are found in exactly one way. */
public final class BatchDraft {

    private final Batches calls;
    private final BatchOperation operation;
    private final Map<String, Payload> parameters = new LinkedHashMap<>();
    private @Nullable String filter;
    private @Nullable List<UUID> instanceIds;
    private @Nullable String fingerprint;
    private @Nullable Integer perSecond;

    BatchDraft(Batches calls, BatchOperation operation) {
        this.calls = calls;
        this.operation = operation;
    }

    /** Runs that a condition is true of, in the language of filters, such as {@code state == 'SUSPENDED'}. */
    public BatchDraft filter(String condition) {
        filter = condition;
        return this;
    }

    /** These runs, up to 10,000. */
    public BatchDraft instances(Collection<UUID> instances) {
        instanceIds = List.copyOf(instances);
        return this;
    }

    /** Runs with an open incident of this group. */
    public BatchDraft fingerprint(String group) {
        fingerprint = group;
        return this;
    }

    /** What the operation needs besides, such as {@code output}; anything Jackson can write. */
    public BatchDraft parameter(String name, Object value) {
        parameters.put(name, calls.client().payload(value));
        return this;
    }

    /** So many runs in a second at most. */
    public BatchDraft perSecond(int runs) {
        perSecond = runs;
        return this;
    }

    /** What it would do now; changes nothing. */
    public BatchDryRun dryRun() {
        return calls.post(body(true, null), BatchDryRun.class);
    }

    /**
     * Makes it, and it goes on by itself.
     *
     * @param reason recorded in the history of each run
     * @throws OrchestratorProblemException {@code INVALID_REQUEST} also when no run fits
     */
    public Batch start(String reason) {
        return calls.post(body(false, reason), Batch.class);
    }

    private Body body(boolean dryRun, @Nullable String reason) {
        return new Body(
                operation,
                filter,
                instanceIds,
                fingerprint,
                parameters.isEmpty() ? null : parameters,
                perSecond,
                dryRun,
                reason);
    }

    private record Body(
            BatchOperation operation,
            @Nullable String filter,
            @Nullable List<UUID> instanceIds,
            @Nullable String fingerprint,
            @Nullable Map<String, Payload> parameters,
            @Nullable Integer perSecond,
            boolean dryRun,
            @Nullable String reason) {}
}
