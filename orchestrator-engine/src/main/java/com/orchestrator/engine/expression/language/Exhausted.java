package com.orchestrator.engine.expression.language;

/**
 * Ends an evaluation that has used up its budget. An error and no exception, because CEL lets {@code a || true} go on when
 * {@code a} fails with an exception; and without a stack trace, because nobody reads it.
 */
public final class Exhausted extends Error {

    private static final long serialVersionUID = 1L;

    Exhausted(String message) {
        super(message, null, false, false);
    }
}
