package com.orchestrator.api.batch;

import com.orchestrator.api.error.ErrorCode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One run of a batch.
 *
 * @param position its place in the batch, from 1
 * @param code why it was refused, or has failed
 * @param detail the same in a sentence
 */
public record BatchItem(
        long position,
        UUID instanceId,
        State state,
        @Nullable ErrorCode code,
        @Nullable String detail) {

    /** What has become of it. */
    public enum State {
        /** Its turn has not come. */
        PENDING,
        SUCCEEDED,
        /** It is at fault. */
        FAILED,
        /** It could not have the operation as it stood. */
        REFUSED,
        /** Its turn never came. */
        CANCELLED
    }
}
