package com.orchestrator.engine.seal;

import com.orchestrator.engine.InvariantViolation;
import org.jspecify.annotations.Nullable;

/** What is sealed was changed, stands where it was not put, or was sealed with another key. */
public final class BrokenSeal extends InvariantViolation {

    private static final long serialVersionUID = 1L;

    public BrokenSeal(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
