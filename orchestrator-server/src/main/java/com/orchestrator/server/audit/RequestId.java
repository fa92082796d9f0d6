package com.orchestrator.server.audit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a request is called, by its caller or by the server: in the audit, in the log, and in the answer to a change. */
public final class RequestId {

    public static final String HEADER = "X-Request-Id";

    private static final int LENGTH_MAX = 100;

    private RequestId() {}

    /**
     * Empty when the caller brings none, or one that nobody would read.
     *
     * @param brought the header
     */
    public static Optional<String> of(@Nullable String brought) {
        return Optional.ofNullable(brought).filter(id -> !id.isBlank() && id.length() <= LENGTH_MAX);
    }
}
