package com.orchestrator.engine.batch;

import com.orchestrator.api.batch.BatchItem;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a piece of a batch.
 *
 * @param behind the position that it begins behind
 * @param outcomes of its runs, in order; empty for one that has the operation
 */
record Piece(long behind, List<UUID> instanceIds, List<Optional<OrchestratorException>> outcomes) {

    private static final int DETAIL_CHARS_MAX = 1_000;

    Piece {
        instanceIds = List.copyOf(instanceIds);
        outcomes = List.copyOf(outcomes);
    }

    /** Up to the first run of which nobody knows, since the database did not answer; it and what comes behind are asked again. */
    Piece known() {
        int known = 0;
        while (known < outcomes.size() && !isUnknown(outcomes.get(known).orElse(null))) {
            known++;
        }
        return new Piece(behind, instanceIds.subList(0, known), outcomes.subList(0, known));
    }

    private static boolean isUnknown(@Nullable OrchestratorException refusal) {
        return refusal != null && refusal.code() == ErrorCode.UNAVAILABLE;
    }

    /** The first run alone. */
    Piece first() {
        return new Piece(behind, instanceIds.subList(0, 1), outcomes.subList(0, 1));
    }

    int size() {
        return outcomes.size();
    }

    /** Those that have not had the operation. */
    List<BatchItem> exceptions() {
        List<BatchItem> exceptions = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            long position = behind + i + 1;
            UUID instanceId = instanceIds.get(i);
            outcomes.get(i).ifPresent(refusal -> exceptions.add(exception(position, instanceId, refusal)));
        }
        return exceptions;
    }

    private static BatchItem exception(long position, UUID instanceId, OrchestratorException refusal) {
        String detail = String.valueOf(refusal.getMessage()).replace("\0", "");
        return new BatchItem(
                position,
                instanceId,
                isFault(refusal.code()) ? BatchItem.State.FAILED : BatchItem.State.REFUSED,
                refusal.code(),
                detail.length() > DETAIL_CHARS_MAX ? detail.substring(0, DETAIL_CHARS_MAX) : detail);
    }

    /** Whether something is wrong with the run, and not only with what is wanted of it. */
    private static boolean isFault(ErrorCode code) {
        return code == ErrorCode.INTERNAL || code == ErrorCode.SET_ASIDE || code == ErrorCode.UNAVAILABLE;
    }
}
