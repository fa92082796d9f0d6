package com.orchestrator.engine.plan;

/** An expression could not be evaluated. The message names the expression and is cut to 300 characters. */
public final class ExpressionFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ExpressionFailure(String message) {
        super(message);
    }
}
