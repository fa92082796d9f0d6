package com.orchestrator.connectors;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why rows did not come or go, in words for the person whose job it is. Nothing of the load is there then. */
public final class ConnectorException extends RuntimeException {

    /** What may be over at the next attempt; all else stays wrong until somebody changes something. */
    private static final Set<String> PASSING = Set.of("UNAVAILABLE", "BUSY", "IO_FAILED");

    private final String code;

    public ConnectorException(String code, String message) {
        this(code, message, null);
    }

    public ConnectorException(String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** For programs, for example {@code ROW_REJECTED}. */
    public String code() {
        return code;
    }

    /** Whether trying again without a change makes sense. */
    public boolean isPassing() {
        return PASSING.contains(code);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
