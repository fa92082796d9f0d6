package com.orchestrator.server.rest.wire;

import org.jspecify.annotations.Nullable;

/** Who wants to sign in: by a token of the server. */
public record SessionBody(@Nullable String token) {

    /** Says nothing of it, wherever it is printed. */
    @Override
    public String toString() {
        return "SessionBody[]";
    }
}
