package com.orchestrator.server.rest.wire;

import com.orchestrator.api.batch.BatchOperation;
import com.orchestrator.api.batch.BatchRequest;
import com.orchestrator.api.model.Payload;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A batch over runs as it is asked for. */
public record BatchBody(
        @Nullable BatchOperation operation,
        @Nullable String filter,
        @Nullable List<UUID> instanceIds,
        @Nullable String fingerprint,
        @Nullable Payload parameters,
        @Nullable Integer perSecond,
        @Nullable Boolean dryRun,
        @Nullable String reason) {

    /** Stands where nothing is done that anybody would ask about. */
    private static final String OF_DRY_RUNS = "dry run";

    public boolean isDryRun() {
        return Boolean.TRUE.equals(dryRun);
    }

    public BatchRequest toRequest() {
        return new BatchRequest(
                Required.value(operation, "operation"),
                filter,
                instanceIds,
                fingerprint,
                parameters,
                perSecond,
                isDryRun() && reason == null ? OF_DRY_RUNS : Required.reason(reason));
    }
}
