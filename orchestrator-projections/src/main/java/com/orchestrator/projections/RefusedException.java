package com.orchestrator.projections;

/** What was asked for cannot be done as it is; the message says why, and what would help. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    public RefusedException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** For programs: the same for the same reason. */
    public String code() {
        return code;
    }
}
