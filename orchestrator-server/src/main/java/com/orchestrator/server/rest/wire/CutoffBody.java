package com.orchestrator.server.rest.wire;

import org.jspecify.annotations.Nullable;

/** {@code POST} of a principal that is to be shut out. */
public record CutoffBody(
        @Nullable String principal, @Nullable String reason) {}
