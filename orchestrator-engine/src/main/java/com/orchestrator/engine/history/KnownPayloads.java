package com.orchestrator.engine.history;

import com.orchestrator.api.model.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Payloads that the history has and that a next input is likely to be, byte for byte: the run's input and the newest output.
 * Such an input is stored as a reference.
 */
public final class KnownPayloads {

    /** The first event carries the input. */
    private static final long INPUT_SEQUENCE = 1;

    private Payload input = Payload.EMPTY_OBJECT;
    private Payload output = Payload.NULL;
    private long outputSequence;

    public void inputIs(Payload payload) {
        input = payload;
    }

    public void outputIs(Payload payload, long sequence) {
        output = payload;
        outputSequence = sequence;
    }

    /** An event that carries this very payload, if it is one of those. */
    public @Nullable Long sequenceOf(Payload payload) {
        if (outputSequence > 0 && payload.equals(output)) {
            return outputSequence;
        }
        return payload.equals(input) ? Long.valueOf(INPUT_SEQUENCE) : null;
    }

    /** Reverse of {@link #sequenceOf}, as long as nothing newer has come. */
    public @Nullable Payload at(long sequence) {
        if (sequence == outputSequence) {
            return output;
        }
        return sequence == INPUT_SEQUENCE ? input : null;
    }
}
