package com.orchestrator.api.batch;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.RequestChecks;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One operation on many runs, which are found by exactly one of {@code filter}, {@code instanceIds} and {@code fingerprint}.
 *
 * @param filter a condition in the language of filters of lists
 * @param instanceIds up to {@value #INSTANCES_MAX} runs; one that is named twice counts once
 * @param fingerprint of a group of incidents
 * @param parameters what the operation needs besides, an object
 * @param perSecond runs in a second at most; as many as there is room for when absent
 * @param reason recorded in the history of each run
 */
public record BatchRequest(
        BatchOperation operation,
        @Nullable String filter,
        @Nullable List<UUID> instanceIds,
        @Nullable String fingerprint,
        @Nullable Payload parameters,
        @Nullable Integer perSecond,
        String reason) {

    public static final int INSTANCES_MAX = 10_000;
    public static final int PER_SECOND_MAX = 10_000;
    private static final int FINGERPRINT_CHARS_MAX = 255;
    private static final int FILTER_CHARS_MAX = 10_000;

    private static final String HOW_FOUND = "give 'filter', 'instanceIds' or 'fingerprint'";

    public BatchRequest {
        RequestChecks.reason(reason, "reason");
        long ways = Stream.of(filter, instanceIds, fingerprint)
                .filter(Objects::nonNull)
                .count();
        if (ways != 1) {
            String pointer = ways == 0 ? "/filter" : instanceIds != null ? "/instanceIds" : "/fingerprint";
            throw invalid(pointer, ways == 0 ? "Nothing says which runs" : "Runs are said in two ways", HOW_FOUND);
        }
        RequestChecks.optionalText(fingerprint, "fingerprint", FINGERPRINT_CHARS_MAX);
        if (filter != null && filter.length() > FILTER_CHARS_MAX) {
            throw invalid("/filter", "The filter is longer than " + FILTER_CHARS_MAX + " characters", null);
        }
        instanceIds = instanceIds == null ? null : checked(instanceIds);
        checkRate(perSecond);
    }

    private static List<UUID> checked(List<UUID> instanceIds) {
        int hole = new ArrayList<>(instanceIds).indexOf(null);
        if (hole >= 0) {
            throw invalid("/instanceIds/" + hole, "'instanceIds' contains null", null);
        }
        if (instanceIds.isEmpty()) {
            throw invalid("/instanceIds", "'instanceIds' is empty: a batch over nothing does nothing", HOW_FOUND);
        }
        List<UUID> distinct = instanceIds.stream().distinct().toList();
        if (distinct.size() > INSTANCES_MAX) {
            String hint = "find them by a filter, or make several batches";
            throw invalid("/instanceIds", "More than " + INSTANCES_MAX + " runs are named", hint);
        }
        return distinct;
    }

    private static void checkRate(@Nullable Integer perSecond) {
        if (perSecond != null && (perSecond < 1 || perSecond > PER_SECOND_MAX)) {
            throw invalid(
                    "/perSecond",
                    "'perSecond' is not a whole number between 1 and " + PER_SECOND_MAX,
                    "to stop for a while, pause the batch; leave it out to go as fast as there is room");
        }
    }

    private static OrchestratorException invalid(String pointer, String detail, @Nullable String hint) {
        return new OrchestratorException(
                ErrorCode.INVALID_REQUEST, detail, List.of(new Problem.Detail(pointer, 0, 0, detail, hint)));
    }
}
